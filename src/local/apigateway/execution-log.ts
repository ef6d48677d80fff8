import type { Instant } from '../../base/time.ts';

/** What happens to one request, in the lines that TestInvokeMethod shows. */
export class ExecutionLog {
  readonly #now: () => Instant;
  readonly #lines: string[];

  constructor(requestId: string, now: () => Instant) {
    this.#now = now;
    this.#lines = [`Execution log for request ${requestId}`];
    this.add(`Starting execution for request: ${requestId}`);
  }

  add(line: string): void {
    // `Mon Nov 30 10:00:00 UTC 2026`, as Java prints a moment.
    const [day = '', date = '', month = '', year = '', time = ''] = new Date(this.#now())
      .toUTCString()
      .replace(',', '')
      .split(' ');
    this.#lines.push(`${day} ${month} ${date} ${time} UTC ${year} : ${shortened(line)}`);
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

/** AWS cuts each line. */
const LINE_MAX = 1024;

function shortened(line: string): string {
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)} [TRUNCATED]` : line;
}

/** As Java prints a map: `{a=1, b=2}`. */
export function mapText(entries: Iterable<readonly [string, unknown]>): string {
  return `{${[...entries].map(([key, value]) => `${key}=${String(value)}`).join(', ')}}`;
}
