import type { LogBatch, LogLine } from '../../base/log-groups.ts';
import type { Instant } from '../../base/time.ts';

/**
 * Lines gather until the next full tenth of a second, so that a call that prints a lot costs little, and all processes that
 * print at once share what it costs to write that down.
 */
const EVERY_MS = 100;

export interface OutputOptions {
  readonly name: string;
  readonly now: () => Instant;
  /** Takes what was printed, as events of this stream. */
  readonly take: (events: LogBatch['events']) => void;
}

/** The log stream of one process of a function: each line that it prints is an event. */
export class OutputStream {
  readonly name: string;
  readonly #options: OutputOptions;
  #lines: LogLine[] = [];
  /** Printed, but not to its end. */
  #rest = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(options: OutputOptions) {
    this.name = options.name;
    this.#options = options;
  }

  append(text: string): void {
    const printed = this.#rest === '' ? text : `${this.#rest}${text}`;
    const timestamp = this.#options.now();
    let from = 0;
    for (let end = printed.indexOf('\n'); end >= 0; end = printed.indexOf('\n', from)) {
      this.#lines.push({ timestamp, message: printed.slice(from, end + 1) });
      from = end + 1;
    }
    this.#rest = printed.slice(from);
    this.#timer ??= setTimeout(() => this.#hand(), untilHanded(timestamp)).unref();
  }

  /** What was printed so far is a line, whether it has its end or not. */
  endLine(): void {
    if (this.#rest !== '') this.append('\n');
  }

  /** The process is gone. */
  close(): void {
    this.endLine();
    this.#hand();
  }

  #hand(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) this.#options.take(lines);
  }
}

/** Milliseconds from a line until all that was printed meanwhile is handed on. */
export function untilHanded(now: Instant): number {
  return EVERY_MS - (now % EVERY_MS);
}

/** `2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef`, as Lambda names the streams of its environments. */
export function outputStreamName(now: Instant, uuid: string, version = '$LATEST'): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${uuid.replaceAll('-', '')}`;
}
