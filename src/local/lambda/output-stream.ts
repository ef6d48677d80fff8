import type { LogBatch, LogLine } from '../../base/log-groups.ts';
import type { Instant } from '../../base/time.ts';

/** Lines gather for this long, so that a call that prints a lot costs little. */
const DELAY_MS = 100;

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
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    const timestamp = this.#options.now();
    for (const line of lines) this.#lines.push({ timestamp, message: `${line}\n` });
    this.#timer ??= setTimeout(() => this.#hand(), DELAY_MS).unref();
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

/** `2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef`, as Lambda names the streams of its environments. */
export function outputStreamName(now: Instant, uuid: string, version = '$LATEST'): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${uuid.replaceAll('-', '')}`;
}
