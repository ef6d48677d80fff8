import type { OperatorEvent } from '../base/operator-event.ts';
import type { Instant } from '../base/time.ts';
import { printable, printableJson } from './terminal.ts';

export type LogFormat = 'text' | 'json';

export interface OperatorLogOptions {
  readonly format: LogFormat;
  readonly now: () => Instant;
  readonly write: (line: string) => void;
}

/** An event of which there are many is told once in that time; how many there were is told with the next one. */
const ONCE_IN_MS = 10_000;

interface Told {
  readonly at: Instant;
  more: number;
}

/** One line for each event, as text or as JSON. Control characters are escaped: a name must not write lines of its own. */
export class OperatorLog {
  readonly #options: OperatorLogOptions;
  readonly #told = new Map<string, Told>();

  constructor(options: OperatorLogOptions) {
    this.#options = options;
  }

  report(event: OperatorEvent): void {
    const { now } = this.#options;
    const key = `${event.event} ${event.fields?.reason ?? ''} ${event.event === 'notice' ? event.message : ''}`;
    const told = this.#told.get(key);
    const at = now();
    // A clock that was put back must not silence anybody.
    if (told !== undefined && at >= told.at && at - told.at < ONCE_IN_MS) {
      told.more++;
      return;
    }
    this.#forget();
    this.#told.set(key, { at, more: 0 });
    this.#write(event, at, told?.more ?? 0);
  }

  /** Notices differ, and those of a week must not fill the memory. */
  #forget(): void {
    if (this.#told.size >= EVENTS_MAX) this.#told.clear();
  }

  #write({ event, level, message, fields = {} }: OperatorEvent, at: Instant, more: number): void {
    const { format, write } = this.#options;
    if (format === 'json') {
      const head = { at: new Date(at).toISOString(), level, event, message };
      write(printableJson(JSON.stringify({ ...head, ...fields, ...(more === 0 ? {} : { more }) })));
      return;
    }
    const start = level === 'info' ? '' : `${level}: `;
    write(printable(`${start}${message}${more === 0 ? '' : ` (and ${more} more)`}`));
  }
}

const EVENTS_MAX = 1_000;
