import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { encodeFrame, type Frame, FrameReader } from './frame.ts';
import type { Reaper } from './reaper.ts';
import type { Launch } from './runtime.ts';
import type { WorkerSpool } from './worker-spool.ts';

/** How one call in a process ended. */
export type Outcome =
  | { readonly type: 'returned'; readonly payload: string }
  /** The handler's error document, as the function's runtime wrote it. */
  | { readonly type: 'failed'; readonly payload: string }
  /** The handler was not called, because that could not be written down. */
  | { readonly type: 'refused'; readonly reason: string }
  /** `exit status 1`, `signal: killed`; undefined for status 0. */
  | { readonly type: 'exited'; readonly how: string | undefined };

export interface WorkerEvents {
  /** The handler is loaded. */
  ready(worker: Worker): void;
  /** The handler could not be loaded, by the error document; the process ends by itself. */
  unloadable(worker: Worker, document: string): void;
  /** The process could not even be started. */
  notStarted(worker: Worker, reason: string): void;
  /** The process is gone; a call it had under way has got its outcome before. */
  gone(worker: Worker, how: string | undefined): void;
  /** What the process printed outside of any call. */
  printed(text: string): void;
}

interface CallUnderWay {
  readonly print: (text: string) => void;
  readonly settle: (outcome: Outcome) => void;
}

/** After a process has ended, its last words may still be on the way; grandchildren can hold the pipes open longer. */
const LAST_WORDS_MS = 200;

/**
 * One process of one function. It loads the handler, then takes one call at a time.
 *
 * loading -> idle (ready) <-> busy (call); any of them -> gone (exit or kill).
 */
export class Worker {
  readonly #child: ChildProcess;
  readonly #channel: Socket | undefined;
  readonly #frames = new FrameReader();
  readonly #events: WorkerEvents;
  readonly #startedAt = performance.now();
  #call: CallUnderWay | undefined;
  #isGone = false;
  /** It may still answer what it had under way, and must get nothing new. */
  isKilled = false;
  /** Milliseconds from the start to the loaded handler; told with the first call. */
  initMs: number | undefined;
  /** Peak memory, megabytes. */
  memoryUsed = 0;
  idleSince = 0;
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

  /** Only after `ready`, and after the outcome of the call before. `header` has no line feed. */
  call(header: string, payload: string, print: (text: string) => void): Promise<Outcome> {
    return new Promise((settle) => {
      this.#call = { print, settle };
      this.#channel?.write(encodeFrame('I', `${header}\n${payload}`));
    });
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
      this.kill();
      if (pid !== undefined) reaper.forget(pid);
      const how = exitReason(code, signal);
      const leave = () => this.#leave(() => this.#events.gone(this, how), how);
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

  #leave(tell: () => void, how?: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#channel?.destroy();
    this.spool?.over();
    this.#settle({ type: 'exited', how });
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
        this.memoryUsed = Number(text.slice(0, end));
        const payload = text.slice(end + 1);
        this.spool?.answered(payload.length);
        this.#settle(type === 'S' ? { type: 'returned', payload } : { type: 'failed', payload });
        break;
      }
      case 'N':
        this.kill();
        this.#settle({ type: 'refused', reason: text });
        break;
      default:
        this.kill();
    }
  }

  #settle(outcome: Outcome): void {
    const call = this.#call;
    this.#call = undefined;
    call?.settle(outcome);
  }

  #print(text: string): void {
    if (this.#call === undefined) this.#events.printed(text);
    else this.#call.print(text);
  }
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
