import type { FunctionAnswer } from '../../integrations/lambda/port.ts';
import { Call, type CallHeader } from './call.ts';
import type { DeployedFunction } from './definition.ts';
import { exitedDocument, notStartedDocument, shownDocument, timedOutDocument } from './error-document.ts';
import { CallLog, type FunctionLog } from './function-log.ts';
import type { OutputStream } from './output-stream.ts';
import type { Reaper } from './reaper.ts';
import type { Launch } from './runtime.ts';
import type { Spool } from './spool.ts';
import { givenUp, notWrittenDown, throttled } from './throttled.ts';
import { type CallEvents, type CallRequest, type Outcome, Worker, type WorkerEvents } from './worker.ts';
import type { CallNote } from './worker-spool.ts';

export interface PoolLimits {
  /** Processes, and so calls at once, of one function. */
  readonly concurrencyMax: number;
  /** Calls that wait for a process; one more is refused. */
  readonly waitingMax: number;
  /** A process without calls for this long is stopped. */
  readonly idleMs: number;
  /** Loading a handler may take this long whatever the function's own timeout, as on Lambda. */
  readonly initMs: number;
}

export const POOL_LIMITS: PoolLimits = {
  concurrencyMax: 10,
  waitingMax: 1000,
  idleMs: 120_000,
  initMs: 10_000,
};

export interface PoolServices {
  readonly launch: Launch;
  readonly log: FunctionLog;
  /** For a process that starts. */
  readonly newStream: () => OutputStream;
  readonly reaper: Reaper;
  /** Where processes write down their calls; undefined: no later host will ask for them. */
  readonly spool: Spool | undefined;
  readonly limits: PoolLimits;
}

/** What a process is given at once, in milliseconds of its time: to wake it for each call of a quick function would cost more than that. */
const GIVEN_MS = 2;
const GIVEN_MAX = 16;
/** Of all calls so far that a process makes: how much the last one counts. */
const LEARNING = 0.1;
/** Calls behind one that takes this long are given to another process, where there is one. */
const STALL_MS = 50;

export interface PoolRequest {
  readonly header: CallHeader;
  /** JSON text. */
  readonly payload: string;
  readonly resumableAs: string | undefined;
}

/** The processes of one deployment of one function, and the calls that wait for one of them. */
export class Pool {
  readonly deployed: DeployedFunction;
  readonly #services: PoolServices;
  readonly #workers = new Set<Worker>();
  readonly #loading = new Map<Worker, NodeJS.Timeout>();
  readonly #streams = new Map<Worker, OutputStream>();
  readonly #running = new Map<Call, Worker>();
  /** Last in, first out: processes that are not needed age at the front. */
  #idle: Worker[] = [];
  #waiting: Call[] = [];
  #sweep: NodeJS.Timeout | undefined;
  #stallCheck: NodeJS.Timeout | undefined;
  #willPump = false;
  /** What a call takes. */
  #usualMs = Number.POSITIVE_INFINITY;
  #drained: PromiseWithResolvers<void> | undefined;

  constructor(deployed: DeployedFunction, services: PoolServices) {
    this.deployed = deployed;
    this.#services = services;
  }

  /**
   * Runs the function once, now or as soon as a process is free.
   *
   * @param request `resumableAs`: the attempt that it is, when a later host may ask for it.
   * @param signal Aborted: a call that waits is forgotten, the process of one that runs is killed.
   * @throws StateError `Lambda.TooManyRequestsException` when too many calls wait already.
   */
  async invoke(request: PoolRequest, signal: AbortSignal): Promise<FunctionAnswer> {
    const { header } = request;
    if (signal.aborted) throw givenUp(header.requestId);
    if (this.#waiting.length >= this.#services.limits.waitingMax + this.#idle.length) {
      throw throttled(header.requestId);
    }
    const log = new CallLog(this.#services.log);
    const version = this.deployed.definition.version ?? '$LATEST';
    const call = new Call({ ...request, log, version }, signal, (abandoned) => this.#abandon(abandoned));
    this.#waiting.push(call);
    this.#pumpSoon();
    return call.answer;
  }

  /** Takes no new calls; resolves when those it has are over and all its processes have ended. */
  retire(): Promise<void> {
    this.#drained ??= Promise.withResolvers();
    for (const worker of this.#idle) worker.kill();
    this.#idle = [];
    this.#stopIfDrained();
    return this.#drained.promise;
  }

  /** As `retire`, but stops the calls too. */
  close(): Promise<void> {
    const calls = [...this.#waiting, ...this.#running.keys()];
    this.#waiting = [];
    for (const call of calls) call.fail(givenUp(call.header.requestId));
    for (const worker of this.#workers) worker.kill();
    return this.retire();
  }

  /** Those that one commit sends out come one by one. */
  #pumpSoon(): void {
    if (this.#willPump) return;
    this.#willPump = true;
    process.nextTick(() => {
      this.#willPump = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop();
      if (worker !== undefined) {
        this.#give(worker, this.#waiting.splice(0, this.#countFor(worker)));
      } else if (
        this.#loading.size < this.#waiting.length &&
        this.#workers.size < this.#services.limits.concurrencyMax
      ) {
        this.#start();
      } else break;
    }
  }

  #start(): void {
    const { reaper, limits, log, spool } = this.#services;
    const stream = this.#services.newStream();
    const launch = withStream(this.#services.launch, stream);
    const events: WorkerEvents = {
      ready: (worker) => {
        this.#loaded(worker);
        this.#rest(worker);
      },
      idle: (worker) => this.#rest(worker),
      unloadable: (worker, document) => {
        this.#loaded(worker);
        this.#failFirst(() => this.#shown(document), 'error', stream);
        worker.kill();
      },
      notStarted: (worker, reason) =>
        this.#gone(worker, (requestId) => notStartedDocument(requestId, reason)),
      gone: (worker, how) => this.#gone(worker, (requestId) => exitedDocument(requestId, how)),
      printed: (text) => {
        log.append(text);
        stream.append(text);
      },
    };
    let worker: Worker;
    try {
      worker = new Worker(launch, events, reaper, spool?.open());
    } catch (error) {
      // Some failures of the system to start a process are thrown, others are events.
      this.#failFirst((requestId) => notStartedDocument(requestId, String(error)));
      return;
    }
    const seconds = Math.max(limits.initMs / 1000, this.deployed.definition.timeout);
    const timer = setTimeout(() => {
      this.#loaded(worker);
      this.#failFirst((requestId) => timedOutDocument(requestId, seconds), 'timeout', stream);
      worker.kill();
    }, seconds * 1000);
    this.#workers.add(worker);
    this.#streams.set(worker, stream);
    this.#loading.set(worker, timer);
  }

  #loaded(worker: Worker): boolean {
    clearTimeout(this.#loading.get(worker));
    return this.#loading.delete(worker);
  }

  #gone(worker: Worker, document: (requestId: string) => string): void {
    const stream = this.#streams.get(worker);
    if (this.#loaded(worker)) this.#failFirst(document, 'error', stream);
    this.#workers.delete(worker);
    this.#streams.delete(worker);
    stream?.close();
    this.#idle = this.#idle.filter((other) => other !== worker);
    this.#pump();
    this.#stopIfDrained();
  }

  /** A handler that cannot be loaded is the answer to the call that has waited longest; the next call tries again. */
  #failFirst(
    document: (requestId: string) => string,
    status: 'timeout' | 'error' = 'error',
    stream?: OutputStream,
  ): void {
    const call = this.#waiting.shift();
    if (call === undefined) return;
    call.log.begin(call.header.requestId, stream);
    this.#conclude(call, undefined, { status, durationMs: 0 });
    call.settle(document(call.header.requestId), 'Unhandled');
  }

  /** Only calls that are written down can be taken back, and so wait behind another. */
  #countFor({ spool }: Worker): number {
    if (spool === undefined) return 1;
    const max = Math.min(Math.floor(GIVEN_MS / this.#usualMs), GIVEN_MAX);
    const isLast = ({ resumableAs }: Call, index: number) => resumableAs === undefined || index >= max;
    const count = this.#waiting.findIndex(isLast);
    return Math.max(count < 0 ? this.#waiting.length : count, 1);
  }

  #give(worker: Worker, calls: readonly Call[]): void {
    for (const call of calls) this.#running.set(call, worker);
    worker.make(calls.map((call) => this.#request(worker, call)));
    if (calls.length > 1) this.#checkStalls();
  }

  #request(worker: Worker, call: Call): CallRequest & CallEvents {
    const { timeout } = this.deployed.definition;
    const { resumableAs: attemptId } = call;
    let isTimedOut = false;
    let timer: NodeJS.Timeout | undefined;
    return {
      header: JSON.stringify({ ...call.header, timeout, ...this.#noteOf(worker, attemptId) }),
      payload: call.payload,
      attemptId,
      begun: () => {
        timer = setTimeout(() => {
          isTimedOut = true;
          worker.stop(attemptId);
        }, timeout * 1000);
        call.log.begin(call.header.requestId, this.#streams.get(worker));
      },
      printed: (text) => call.log.append(text),
      ended: (outcome) => {
        clearTimeout(timer);
        this.#running.delete(call);
        if (outcome.type === 'notBegun') this.#putBack(call, worker);
        else this.#end(call, worker, { outcome, isTimedOut });
      },
    };
  }

  /** A call that a later host may ask for is written down by its process. */
  #noteOf({ spool: writer }: Worker, attemptId: string | undefined): { readonly spool?: CallNote } {
    const { spool } = this.#services;
    if (spool === undefined || writer === undefined || attemptId === undefined) return {};
    const { definition, root, origin } = this.deployed;
    const { version = '$LATEST' } = definition;
    const terms = { version, ...(origin === 'created' ? { hiddenRoot: root } : {}) };
    return { spool: spool.begin(writer, attemptId, terms) };
  }

  /** It has not begun: it goes before all that have come later. */
  #putBack(call: Call, worker: Worker): void {
    if (call.resumableAs !== undefined) worker.spool?.settled(call.resumableAs);
    if (call.isSettled) return;
    this.#waiting.unshift(call);
    this.#pumpSoon();
  }

  #end(call: Call, worker: Worker, { outcome, isTimedOut }: Ended): void {
    const isExit = outcome.type === 'exited';
    const status = isExit ? (isTimedOut ? 'timeout' : 'error') : undefined;
    const took = 'durationMs' in outcome ? outcome.durationMs : undefined;
    const durationMs = took ?? performance.now() - worker.begunAt;
    if (took !== undefined) this.#learn(took);
    this.#conclude(call, worker, { status, durationMs });
    this.#settle(call, outcome, isTimedOut);
  }

  #learn(tookMs: number): void {
    const before = Number.isFinite(this.#usualMs) ? this.#usualMs : tookMs;
    this.#usualMs = before + (tookMs - before) * LEARNING;
  }

  /** Calls behind one that does not end go to a process that is idle, or that may be started. */
  #checkStalls(): void {
    this.#stallCheck ??= setTimeout(() => {
      this.#stallCheck = undefined;
      const slow = performance.now() - STALL_MS;
      const behind = new Set([...this.#running.values()].filter((worker) => worker.hasWaiting));
      const { concurrencyMax } = this.#services.limits;
      if (this.#idle.length > 0 || this.#workers.size < concurrencyMax) {
        for (const worker of behind) if (worker.begunAt <= slow) worker.takeBack();
      }
      if (behind.size > 0) this.#checkStalls();
    }, STALL_MS).unref();
  }

  #settle(call: Call, outcome: Exclude<Outcome, { readonly type: 'notBegun' }>, isTimedOut: boolean): void {
    const { requestId } = call.header;
    if (outcome.type === 'returned') call.settle(outcome.payload);
    else if (outcome.type === 'failed') call.settle(this.#shown(outcome.payload), 'Unhandled');
    else if (outcome.type === 'refused') call.fail(notWrittenDown(outcome.reason));
    else if (isTimedOut)
      call.settle(timedOutDocument(requestId, this.deployed.definition.timeout), 'Unhandled');
    else call.settle(exitedDocument(requestId, outcome.how), 'Unhandled');
  }

  #conclude(call: Call, worker: Worker | undefined, end: Ending): void {
    const { memorySize } = this.deployed.definition;
    const { initMs, memoryUsed = 0 } = worker ?? {};
    if (worker !== undefined) worker.initMs = undefined;
    call.log.end({ requestId: call.header.requestId, ...end, memorySize, memoryUsed, initMs });
  }

  #shown(document: string): string {
    const { origin, root } = this.deployed;
    return shownDocument(document, origin === 'created' ? root : undefined);
  }

  #rest(worker: Worker): void {
    // Its answer was on the way when its call was given up: the next call would die with it.
    if (worker.isKilled) return;
    const room = worker.spool?.room();
    if (room !== undefined) {
      void room.then(() => this.#rest(worker));
      return;
    }
    worker.idleSince = performance.now();
    this.#idle.push(worker);
    this.#pump();
    if (this.#drained !== undefined && this.#idle.includes(worker)) worker.kill();
    this.#sweep ??= setTimeout(() => this.#sweepIdle(), this.#services.limits.idleMs).unref();
  }

  #sweepIdle(): void {
    this.#sweep = undefined;
    const oldest = performance.now() - this.#services.limits.idleMs;
    for (const worker of this.#idle) if (worker.idleSince <= oldest) worker.kill();
    this.#idle = this.#idle.filter((worker) => worker.idleSince > oldest);
    const next = this.#idle[0];
    if (next !== undefined) {
      this.#sweep = setTimeout(() => this.#sweepIdle(), Math.max(next.idleSince - oldest, 1)).unref();
    }
  }

  #abandon(call: Call): void {
    this.#waiting = this.#waiting.filter((other) => other !== call);
    call.fail(givenUp(call.header.requestId));
    this.#running.get(call)?.stop(call.resumableAs);
  }

  #stopIfDrained(): void {
    if (this.#drained === undefined || this.#workers.size > 0 || this.#waiting.length > 0) return;
    clearTimeout(this.#sweep);
    this.#drained.resolve();
  }
}

/** The function's context object tells the name. */
function withStream(launch: Launch, { name }: OutputStream): Launch {
  return { ...launch, env: { ...launch.env, AWS_LAMBDA_LOG_STREAM_NAME: name } };
}

interface Ended {
  readonly outcome: Exclude<Outcome, { readonly type: 'notBegun' }>;
  readonly isTimedOut: boolean;
}

interface Ending {
  readonly status: 'timeout' | 'error' | undefined;
  readonly durationMs: number;
}
