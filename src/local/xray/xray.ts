import type { Scope } from '../../base/arn.ts';
import type { Documents } from '../../base/documents.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Segment } from '../../telemetry/segment.ts';
import type { TraceSink } from '../../telemetry/trace-sink.ts';
import { RestService } from '../service/rest-service.ts';
import { OtlpExporter } from './otlp-exporter.ts';
import { readTrusted } from './segment-document.ts';
import { TraceStore } from './trace-store.ts';
import { xrayOperations } from './xray-operations.ts';

export interface XrayOptions {
  readonly documents: Documents;
  readonly now: () => Instant;
  readonly bodyBytesMax: number;
  /** A collector that traces of executions are sent to as well. */
  readonly otlp?: string | undefined;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

export interface Xray {
  readonly api: HttpService;
  readonly sink: TraceSink;
  /** Writes what was taken. */
  close(): Promise<void>;
}

/** Our own X-Ray: segments of executions and of whoever else sends some, and what they say together. */
export async function openXray(options: XrayOptions): Promise<Xray> {
  const { documents, now, bodyBytesMax, log, onDefect, otlp } = options;
  const exporter = otlp === undefined ? undefined : new OtlpExporter({ url: otlp, fetch, log });
  const store = await TraceStore.open(documents, now);
  const operations = xrayOperations(store, now);
  const api = new RestService({
    ...{ name: 'X-Ray', bodyBytesMax },
    route({ method, path }) {
      const operation = method === 'POST' && Object.hasOwn(operations, path) ? operations[path] : undefined;
      return operation && { operation };
    },
  });
  const append = async (scope: Scope, segments: readonly Segment[]) => {
    const stored = segments.flatMap((segment) => {
      const document = JSON.stringify(segment);
      const facts = readTrusted(document);
      return 'problem' in facts ? [] : [{ facts, document }];
    });
    try {
      await store.append(scope, stored);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      log(`a trace was lost: ${error.message}`);
    }
  };
  return {
    api,
    sink: {
      append(scope, segments) {
        exporter?.append(scope, segments);
        append(scope, segments).catch(onDefect);
      },
    },
    async close() {
      await store.close();
      await exporter?.close();
    },
  };
}
