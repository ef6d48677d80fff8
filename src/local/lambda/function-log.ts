import { appendFile, rename, stat } from 'node:fs/promises';
import type { OutputStream } from './output-stream.ts';

/** What is kept in memory of one function's log, for the console. */
const RING_CHARACTERS_MAX = 65_536;
const FILE_BYTES_MAX = 10 * 1_048_576;
/** What waits for a slow disk; more is dropped, and the log says so. */
const PENDING_CHARACTERS_MAX = 1_048_576;
const FLUSH_DELAY_MS = 100;
const TAIL_BYTES_MAX = 4096;
/** Of one character of a string. */
const UTF8_BYTES_MAX = 3;

/** What a function has printed: its last lines in memory, all of it in a file that is turned over at 10 MB. */
export class FunctionLog {
  readonly #path: string;
  #ring: string[] = [];
  #ringCharacters = 0;
  #pending = '';
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Never waits for the disk: a call must not be slower for what it prints. */
  append(text: string): void {
    this.#ring.push(text);
    this.#ringCharacters += text.length;
    while (this.#ringCharacters > RING_CHARACTERS_MAX && this.#ring.length > 1) {
      this.#ringCharacters -= this.#ring.shift()?.length ?? 0;
    }
    if (this.#pending.length + text.length > PENDING_CHARACTERS_MAX) this.#dropped += text.length;
    else this.#pending += text;
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_DELAY_MS).unref();
  }

  /** The last lines, at most 64 K characters. */
  recent(): string {
    return this.#ring.join('').slice(-RING_CHARACTERS_MAX);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write();
  }

  #flush(): void {
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
      this.#timer = undefined;
      if (this.#pending !== '') this.#timer = setTimeout(() => this.#flush(), FLUSH_DELAY_MS).unref();
    });
  }

  async #write(): Promise<void> {
    if (this.#pending === '') return;
    const text =
      this.#dropped === 0 ? this.#pending : `${this.#pending}[${this.#dropped} characters dropped]\n`;
    this.#pending = '';
    this.#dropped = 0;
    try {
      await appendFile(this.#path, text);
      const { size } = await stat(this.#path);
      if (size > FILE_BYTES_MAX) await rename(this.#path, `${this.#path}.1`);
    } catch {
      // A log that cannot be written (disk full, folder deleted) must not fail the calls; what is recent stays in memory.
      this.#dropped += text.length;
    }
  }
}

/** The log of one call: passes everything on to the function's log and remembers the last 4 KB. */
export class CallLog {
  readonly #log: FunctionLog;
  #stream: OutputStream | undefined;
  #tail = '';

  constructor(log: FunctionLog) {
    this.#log = log;
  }

  /** It runs in a process, whose stream has all of it from now on. */
  begin(requestId: string, stream: OutputStream | undefined): void {
    this.#stream = stream;
    this.append(`START RequestId: ${requestId} Version: $LATEST\n`);
  }

  /** Lambda's last lines. */
  end(report: CallReport): void {
    this.#stream?.endLine();
    this.append(endLines(report));
  }

  append(text: string): void {
    this.#log.append(text);
    this.#stream?.append(text);
    this.#tail = text.length >= TAIL_BYTES_MAX ? text.slice(-TAIL_BYTES_MAX) : this.#tail + text;
    if (this.#tail.length > 4 * TAIL_BYTES_MAX) this.#tail = this.#tail.slice(-TAIL_BYTES_MAX);
  }

  /** At most 4 KB of UTF-8, cut between characters. */
  tail(): string {
    if (this.#tail.length * UTF8_BYTES_MAX <= TAIL_BYTES_MAX) return this.#tail;
    const bytes = Buffer.from(this.#tail);
    if (bytes.length <= TAIL_BYTES_MAX) return this.#tail;
    let from = bytes.length - TAIL_BYTES_MAX;
    while (from < bytes.length && ((bytes[from] ?? 0) & 0xc0) === 0x80) from++;
    return bytes.toString('utf8', from);
  }
}

export interface CallReport {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySize: number;
  readonly memoryUsed: number;
  /** Of the first call of a process: how long loading the handler took. */
  readonly initMs: number | undefined;
  /** Undefined when the handler returned or threw by itself. */
  readonly status: 'timeout' | 'error' | undefined;
}

/** Lambda's END and REPORT lines. */
export function endLines({
  requestId,
  durationMs,
  memorySize,
  memoryUsed,
  initMs,
  status,
}: CallReport): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${memorySize} MB`,
    `Max Memory Used: ${memoryUsed} MB`,
  ];
  if (initMs !== undefined) fields.push(`Init Duration: ${initMs.toFixed(2)} ms`);
  if (status !== undefined) fields.push(`Status: ${status}`);
  return `END RequestId: ${requestId}\n${fields.join('\t')}\t\n`;
}
