import { otlpOf } from '../../telemetry/otlp.ts';
import type { Segment } from '../../telemetry/segment.ts';
import type { TraceSink } from '../../telemetry/trace-sink.ts';

export interface OtlpExporterOptions {
  /** Of the collector: `http://127.0.0.1:4318`. */
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly log: (line: string) => void;
}

const TIMEOUT_MS = 10_000;
/** Segments that wait for a slow collector; more are dropped. */
const WAITING_MAX = 5000;
const AT_ONCE = 200;

/** Sends traces to a collector, over OTLP/HTTP in JSON: once, in their order; what it does not take is lost, and said. */
export class OtlpExporter implements TraceSink {
  readonly #options: OtlpExporterOptions;
  readonly #waiting: Segment[] = [];
  #sending: Promise<void> | undefined;
  #isFailing = false;

  constructor(options: OtlpExporterOptions) {
    this.#options = options;
  }

  append(_scope: unknown, segments: readonly Segment[]): void {
    if (segments.length === 0) return;
    if (this.#waiting.length + segments.length > WAITING_MAX) return this.#fail('it is too slow');
    this.#waiting.push(...segments);
    this.#sending ??= this.#sendAll();
  }

  /** Sends what was taken. */
  async close(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, AT_ONCE));
    // In the same step in which nothing was found to wait.
    this.#sending = undefined;
  }

  async #send(segments: readonly Segment[]): Promise<void> {
    try {
      const response = await this.#options.fetch(target(this.#options.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(otlpOf(segments)),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer();
      if (response.ok) this.#isFailing = false;
      else this.#fail(`it answered ${response.status}`);
    } catch (error) {
      // What `fetch` throws is all about the far end.
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Said once, until it works again. */
  #fail(why: string): void {
    if (!this.#isFailing) this.#options.log(`traces do not reach ${this.#options.url}: ${why}`);
    this.#isFailing = true;
  }
}

function target(url: string): string {
  return `${url.replace(/\/+$/, '')}/v1/traces`;
}
