import type { HttpService } from '../../base/http-service.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { TraceSink } from '../../telemetry/trace-sink.ts';
import { OnDemand } from '../service/on-demand.ts';
import type { XrayOptions } from './xray.ts';

/** Documents of 64 KB each, as many as a call may have. */
const SEGMENTS_BYTES_MAX = 4_000_000;

/** X-Ray, loaded by its first call or the first trace. */
export function xrayOnDemand(options: Omit<XrayOptions, 'bodyBytesMax'>): {
  readonly service: HttpService;
  readonly sink: TraceSink;
  close(): Promise<void>;
} {
  const xray = new OnDemand({
    bodyBytesMax: SEGMENTS_BYTES_MAX,
    async open() {
      const { openXray } = await import('./xray.ts');
      return await openXray({ ...options, bodyBytesMax: SEGMENTS_BYTES_MAX });
    },
  });
  return {
    service: xray,
    sink: {
      append(scope, segments) {
        xray.opened().then(
          ({ sink }) => sink.append(scope, segments),
          (error: unknown) => {
            if (!(error instanceof Unavailable)) return options.onDefect(error);
            options.log(`a trace was lost: ${error.message}`);
          },
        );
      },
    },
    close: () => xray.close(),
  };
}
