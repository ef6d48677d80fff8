import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogBatch, LogGroups } from '../../base/log-groups.ts';

/** What waits for a slow disk; more is dropped, and the operator is told. */
const PENDING_CHARACTERS_MAX = 16 * 1024 * 1024;

/** Where lines go. It is told the machine and some lines, each with its end. */
type Output = (machine: string, lines: string) => Promise<void>;

/**
 * Shows what executions log to somebody else, too: one JSON event a line. It never waits; what a full disk does not take
 * is lost here, and is in the log group all the same.
 */
export class LogMirror implements Pick<LogGroups, 'append'> {
  readonly #groups: Pick<LogGroups, 'append'>;
  readonly #output: Output;
  readonly #say: (line: string) => void;
  /** By machine. */
  readonly #pending = new Map<string, string>();
  #characters = 0;
  #writing: Promise<void> | undefined;

  constructor(groups: Pick<LogGroups, 'append'>, output: Output, say: (line: string) => void) {
    this.#groups = groups;
    this.#output = output;
    this.#say = say;
  }

  append(batch: LogBatch): void {
    this.#groups.append(batch);
    const lines = batch.events.map(({ message }) => `${message}\n`).join('');
    if (this.#characters + lines.length > PENDING_CHARACTERS_MAX) {
      this.#say(`--logs-to is too slow: ${batch.events.length} log events are not shown there`);
      return;
    }
    this.#characters += lines.length;
    // `states/machine/minute/uuid`
    const machine = batch.stream.split('/')[1] ?? '';
    this.#pending.set(machine, (this.#pending.get(machine) ?? '') + lines);
    this.#writing ??= this.#write();
  }

  /** Waits for what was taken. */
  async close(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    for (;;) {
      const [next] = this.#pending;
      if (next === undefined) break;
      const [machine, lines] = next;
      this.#pending.delete(machine);
      this.#characters -= lines.length;
      try {
        await this.#output(machine, lines);
      } catch (error) {
        if (!(error instanceof Error && 'syscall' in error)) throw error;
        this.#say(`log events of ${machine} could not be written: ${error.message}`);
      }
    }
    this.#writing = undefined;
  }
}

/** One file for each machine. */
export function toFolder(folder: string): Output {
  return async (machine, lines) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await appendFile(join(folder, `${machine}.log`), lines, { mode: 0o600 });
  };
}

export function toStream(stream: NodeJS.WritableStream): Output {
  return (_, lines) => new Promise((resolve) => void stream.write(lines, () => resolve()));
}
