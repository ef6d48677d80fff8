import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { encodeFrame, type Frame, FrameReader } from './frame.ts';
import type { Reaper } from './reaper.ts';
import type { Launch } from './runtime.ts';
import type { SpooledAnswer, SpoolRecords } from './spool-records.ts';
import type { WorkerSpool } from './worker-spool.ts';

/** How one call in a process ended. */
export type Outcome =
  | (Answer & { readonly type: 'returned' })
  /** The handler's error document, as the function's runtime wrote it. */
  | (Answer & { readonly type: 'failed' })
  /** The handler was not called and will not be: another process may do it. */
  | { readonly type: 'notBegun' }
  /** The handler was not called, because that could not be written down. */
  | { readonly type: 'refused'; readonly reason: string }
  /** `exit status 1`, `signal: killed`; undefined for status 0. */
  | { readonly type: 'exited'; readonly how: string | undefined };

interface Answer {
  readonly payload: string;
  /** How long the handler took, by its process; undefined where only its file tells. */
  readonly durationMs: number | undefined;
}

export interface WorkerEvents {
  /** The handler is loaded. */
  ready(worker: Worker): void;
  /** It has no call any more, and can be given new ones. */
  idle(worker: Worker): void;
  /** The handler could not be loaded, by the error document; the process ends by itself. */
  unloadable(worker: Worker, document: string): void;
  /** The process could not even be started. */
  notStarted(worker: Worker, reason: string): void;
  /** The process is gone; a call it had under way has got its outcome before. */
  gone(worker: Worker, how: string | undefined): void;
  /** What the process printed outside of any call. */
  printed(text: string): void;
}

export interface CallRequest {
  /** JSON, no line feed. */
  readonly header: string;
  /** JSON. */
  readonly payload: string;
  /** The attempt that it is, when a process that writes calls down is to write it down. */
  readonly attemptId: string | undefined;
}

export interface CallEvents {
  /** Those before it are over: the process makes it now. */
  begun(): void;
  /** It prints. */
  printed(text: string): void;
  /** Last, once. */
  ended(outcome: Outcome): void;
}

interface GivenCall extends CallEvents {
  readonly attemptId: string | undefined;
  /** It has ended for those who asked; the process has yet to let go of it. */
  isTakenBack: boolean;
}

/** After a process has ended, its last words may still be on the way; grandchildren can hold the pipes open longer. */
const LAST_WORDS_MS = 200;

/**
 * One process of one function. It loads the handler, then makes the calls that it is given, one after the other.
 *
 * loading -> idle (ready) <-> busy (call); any of them -> gone (exit or kill).
 */
export class Worker {
  readonly #child: ChildProcess;
  readonly #channel: Socket | undefined;
  readonly #frames = new FrameReader();
  readonly #events: WorkerEvents;
  readonly #startedAt = performance.now();
  /** The first of them is being made. */
  #calls: GivenCall[] = [];
  #isGone = false;
  /** It may still answer what it had under way, and must get nothing new. */
  isKilled = false;
  /** Milliseconds from the start to the loaded handler; told with the first call. */
  initMs: number | undefined;
  /** Peak memory, megabytes. */
  memoryUsed = 0;
  idleSince = 0;
  /** When it began what it does, by `performance.now()`. */
  begunAt = 0;
  /** Where it writes down its calls. */
  readonly spool: WorkerSpool | undefined;

  constructor(launch: Launch, events: WorkerEvents, reaper: Reaper, spool?: WorkerSpool) {
    this.#events = events;
    this.spool = spool;
    // Its own process group, so that a kill reaches what the function has started, and Ctrl-C does not reach it.
    this.#child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env: launch.env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(spool === undefined ? [] : [spool.fd])],
      detached: true,
    });
    try {
      spool?.started(this.#child.pid);
    } catch (error) {
      this.kill();
      throw error;
    }
    const channel = this.#child.stdio[3];
    this.#channel = channel instanceof Socket ? channel : undefined;
    this.#listen(reaper, launch.timeout);
  }

  /** Others wait behind the call that it makes. */
  get hasWaiting(): boolean {
    return this.#calls[1]?.isTakenBack === false;
  }

  /**
   * Only when it is idle. Several calls are made one after the other; they need an attempt each, so that those behind a slow
   * one can be taken back.
   */
  make(calls: readonly (CallRequest & CallEvents)[]): void {
    this.#calls = calls.map((call) => ({ ...call, isTakenBack: false }));
    this.#channel?.write(
      Buffer.concat(calls.map(({ header, payload }) => encodeFrame('I', `${header}\n${payload}`))),
    );
    this.#begin();
  }

  /** What the process has not begun ends as `notBegun`; it will not begin it. @returns what it has written down so far. */
  takeBack(): SpoolRecords | undefined {
    const records = this.spool?.close();
    if (records === undefined) return undefined;
    for (const call of this.#calls.toReversed()) {
      if (call.isTakenBack || this.#made(call, records) !== undefined) continue;
      call.isTakenBack = true;
      call.ended({ type: 'notBegun' });
    }
    return records;
  }

  /**
   * Nobody waits for a call any longer: ends the process when it makes it, or when that cannot be told. What it has not begun is
   * taken back.
   */
  stop(attemptId: string | undefined): void {
    const records = attemptId === undefined ? undefined : this.takeBack();
    const made = attemptId && records && this.spool?.made(attemptId, records);
    if (records === undefined || made === 'begun') this.kill();
  }

  /** Ends the process and everything it has started. Idempotent. */
  kill(): void {
    this.isKilled = true;
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      // The whole group is gone already.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  #listen(reaper: Reaper, timeout: number): void {
    const child = this.#child;
    const { pid } = child;
    if (pid !== undefined) reaper.watch(pid, { timeout, file: this.spool?.name });
    child.once('error', (error) => {
      if (pid === undefined) this.#leave(() => this.#events.notStarted(this, error.message));
    });
    child.once('exit', (code, signal) => {
      const end = { how: exitReason(code, signal), isKilled: this.isKilled };
      this.kill();
      if (pid !== undefined) reaper.forget(pid);
      const leave = () => this.#leave(() => this.#events.gone(this, end.how), end);
      setTimeout(leave, LAST_WORDS_MS).unref();
      child.once('close', leave);
    });
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8');
      output?.on('data', (text: string) => this.#print(text));
    }
    this.#channel?.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A broken pipe is the end of the process, which `exit` reports.
    this.#channel?.on('error', () => {});
  }

  #leave(tell: () => void, end: End = { how: undefined, isKilled: false }): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#channel?.destroy();
    const calls = this.#calls.splice(0);
    const records = calls.length > 0 ? this.spool?.records() : undefined;
    this.spool?.over();
    const first = calls.find((call) => !call.isTakenBack);
    for (const call of calls.toReversed()) {
      if (!call.isTakenBack)
        call.ended(this.#lastOutcome(call, { ...end, records, isFirst: call === first }));
    }
    tell();
  }

  #receive(chunk: Buffer): void {
    let frames: Frame[];
    try {
      frames = this.#frames.push(chunk);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The function has written into the channel: nothing it says can be understood any more.
      this.kill();
      return;
    }
    for (const frame of frames) this.#take(frame);
  }

  #take({ type, text }: Frame): void {
    switch (type) {
      case 'L':
        this.#print(text);
        break;
      case 'R':
        this.initMs = performance.now() - this.#startedAt;
        this.#events.ready(this);
        break;
      case 'E':
        this.#events.unloadable(this, text);
        break;
      case 'S':
      case 'F': {
        const end = text.indexOf('\n');
        const [peak, took] = text.slice(0, end).split(' ', 2);
        this.memoryUsed = Number(peak);
        const answer = { payload: text.slice(end + 1), durationMs: Number(took) };
        this.spool?.answered(answer.payload.length);
        this.#settle({ type: type === 'S' ? 'returned' : 'failed', ...answer });
        break;
      }
      case 'N':
        this.kill();
        this.#settle({ type: 'refused', reason: text });
        break;
      case 'U':
        this.#settle({ type: 'notBegun' });
        break;
      default:
        this.kill();
    }
  }

  #settle(outcome: Outcome): void {
    const call = this.#calls.shift();
    if (call === undefined) return;
    if (!call.isTakenBack) call.ended(outcome);
    if (this.#calls.length > 0) this.#begin();
    // One that cannot be given calls again is of no use.
    else if (this.spool?.reopen() === false) this.kill();
    else if (!this.isKilled) this.#events.idle(this);
  }

  #begin(): void {
    this.begunAt = performance.now();
    const [call] = this.#calls;
    if (call?.isTakenBack === false) call.begun();
  }

  #made({ attemptId }: GivenCall, records: SpoolRecords): SpooledAnswer | 'begun' | undefined {
    return attemptId === undefined ? 'begun' : this.spool?.made(attemptId, records);
  }

  /** The process is gone without having answered. */
  #lastOutcome(
    call: GivenCall,
    last: End & { readonly records: SpoolRecords | undefined; readonly isFirst: boolean },
  ): Outcome {
    const { records, how, isFirst, isKilled } = last;
    const made = records === undefined ? 'begun' : this.#made(call, records);
    if (typeof made === 'object') return { ...made, durationMs: undefined };
    // One that dies before it can begin a call would do so again and again.
    if (made === 'begun' || (isFirst && !isKilled)) return { type: 'exited', how };
    return { type: 'notBegun' };
  }

  #print(text: string): void {
    const [call] = this.#calls;
    if (call === undefined) this.#events.printed(text);
    else if (!call.isTakenBack) call.printed(text);
  }
}

/** Of a process. */
interface End {
  readonly how: string | undefined;
  /** By its host. */
  readonly isKilled: boolean;
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (signal !== null) return `signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0 || code === null ? undefined : `exit status ${code}`;
}

/** Go's words for them, which Lambda's sandbox prints. */
const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
  SIGFPE: 'floating point exception',
};
