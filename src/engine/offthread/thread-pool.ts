import type { Worker } from 'node:worker_threads';
import { Defect } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import { threadFile } from '../../base/thread-file.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Answer, Job, ResultOf, ThreadData } from './job.ts';

/** Metered expressions take 64 MB, what they read and garbage come on top; beyond this, the thread dies alone. */
const HEAP_MB_MAX = 256;
const YOUNG_MB_MAX = 16;
/**
 * A turn has a few expressions of a second each, and on a busy machine they stand back; one that has hundreds is not
 * waited for.
 */
const JOB_MS_MAX = 20_000;
/** A thread with nothing to do gives its memory back. */
const IDLE_MS = 10_000;

export interface ThreadPoolOptions {
  readonly size: number;
  readonly tokenSecret: Uint8Array;
  /** Absent: the same bytes. */
  readonly mapRunSecret?: Uint8Array;
  readonly clock: Clock;
}

/** What became of a job. */
export type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result; readonly tookMs: number }
  /** Its thread ran out of memory, or the job took too long. Asked again, it would happen again. */
  | { readonly kind: 'lost'; readonly reason: 'memory' | 'time' };

/** A few threads for what would hold up the main one. They start with the first jobs, which are taken in order. */
export class ThreadPool {
  readonly #options: ThreadPoolOptions;
  readonly #idle: Thread[] = [];
  readonly #queue: Waiting[] = [];
  readonly #threads = new Set<Thread>();
  #isClosed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /** @throws Unavailable when the pool was closed before the job was done. */
  run<One extends Job>(job: One): Promise<Outcome<ResultOf<One>>> {
    return new Promise((resolve, reject) => {
      // A job is answered with the result of its own kind, which a list of all kinds cannot say.
      this.#queue.push({ job, resolve: resolve as Waiting['resolve'], reject });
      this.#next();
    });
  }

  /** What is not done is refused; it was never committed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#next();
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #next(): void {
    if (this.#isClosed) {
      for (const { reject } of this.#queue.splice(0)) reject(closed());
      return;
    }
    while (this.#queue.length > 0) {
      const thread = this.#idle.pop() ?? this.#start();
      if (thread === undefined) return;
      const waiting = this.#queue.shift();
      if (waiting !== undefined) void this.#serve(thread, waiting);
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.#options.size) return undefined;
    const thread = new Thread(this.#options);
    this.#threads.add(thread);
    return thread;
  }

  async #serve(thread: Thread, { job, resolve, reject }: Waiting): Promise<void> {
    const answer = await thread.ask(job);
    if (thread.isGone) this.#threads.delete(thread);
    else this.#rest(thread);
    this.#next();
    if (answer.kind === 'defect') reject(new Defect(answer.message));
    else if (answer.kind === 'lost' && this.#isClosed) reject(closed());
    else resolve(answer);
  }

  #rest(thread: Thread): void {
    this.#idle.push(thread);
    thread.endAfter(IDLE_MS, () => {
      this.#idle.splice(this.#idle.indexOf(thread), 1);
      this.#threads.delete(thread);
    });
  }
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (outcome: Outcome<ResultOf<Job>>) => void;
  readonly reject: (error: Error) => void;
}

function closed(): Unavailable {
  return new Unavailable('the server is stopping');
}

type Told = Answer | { readonly kind: 'lost'; readonly reason: 'memory' | 'time' };

/** One thread, with at most one job at a time. */
class Thread {
  readonly #clock: Clock;
  readonly #worker: Worker;
  #tell: (told: Told) => void = () => {};
  #cancel: () => void = () => {};
  isGone = false;

  constructor({ tokenSecret, mapRunSecret = tokenSecret, clock }: ThreadPoolOptions) {
    // Loaded with the first thread: most servers never need one.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const data: ThreadData = { tokenSecret, mapRunSecret };
    this.#clock = clock;
    this.#worker = new Worker(threadFile('./job-thread.ts', import.meta.url), {
      workerData: data,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX, maxYoungGenerationSizeMb: YOUNG_MB_MAX },
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => this.#tell(answer));
    this.#worker.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return;
      this.isGone = true;
      this.#tell({ kind: 'defect', message: error.stack ?? error.message });
    });
    this.#worker.on('exit', () => {
      this.isGone = true;
      this.#tell({ kind: 'lost', reason: 'memory' });
    });
  }

  async ask(job: Job): Promise<Told> {
    this.#cancel();
    const { promise, resolve } = Promise.withResolvers<Told>();
    this.#tell = resolve;
    this.#cancel = this.#clock.after(JOB_MS_MAX, () => {
      this.isGone = true;
      resolve({ kind: 'lost', reason: 'time' });
      void this.#worker.terminate();
    });
    this.#worker.ref();
    this.#worker.postMessage(job);
    const told = await promise;
    this.#worker.unref();
    this.#cancel();
    return told;
  }

  endAfter(ms: number, ended: () => void): void {
    this.#cancel = this.#clock.after(ms, () => {
      ended();
      void this.end();
    });
  }

  async end(): Promise<void> {
    this.#cancel();
    this.isGone = true;
    await this.#worker.terminate();
  }
}
