import type { Instant } from '../../base/time.ts';
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
import { type Outcome, Worker, type WorkerEvents } from './worker.ts';
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
  readonly now: () => Instant;
}

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
    if (this.#idle.length === 0 && this.#waiting.length >= this.#services.limits.waitingMax) {
      throw throttled(header.requestId);
    }
    const log = new CallLog(this.#services.log);
    const version = this.deployed.definition.version ?? '$LATEST';
    const call = new Call({ ...request, log, version }, signal, (abandoned) => this.#abandon(abandoned));
    this.#waiting.push(call);
    this.#pump();
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

  #pump(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop();
      if (worker !== undefined) {
        const call = this.#waiting.shift();
        if (call !== undefined) this.#run(worker, call);
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

  #run(worker: Worker, call: Call): void {
    const { timeout } = this.deployed.definition;
    const startedAt = performance.now();
    const deadline = this.#services.now() + timeout * 1000;
    const header = JSON.stringify({ ...call.header, deadline, ...this.#noteOf(worker, call, deadline) });
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      worker.kill();
    }, timeout * 1000);
    this.#running.set(call, worker);
    call.log.begin(call.header.requestId, this.#streams.get(worker));
    const print = (text: string) => call.log.append(text);
    void worker.call(header, call.payload, print).then((outcome) => {
      clearTimeout(timer);
      this.#running.delete(call);
      const durationMs = performance.now() - startedAt;
      if (outcome.type !== 'exited') {
        this.#conclude(call, worker, { status: undefined, durationMs });
        this.#rest(worker);
      } else this.#conclude(call, worker, { status: isTimedOut ? 'timeout' : 'error', durationMs });
      this.#settle(call, outcome, isTimedOut);
    });
  }

  /** A call that a later host may ask for is written down by its process. */
  #noteOf({ spool: writer }: Worker, { resumableAs }: Call, deadline: number): { readonly spool?: CallNote } {
    const { spool } = this.#services;
    if (spool === undefined || writer === undefined || resumableAs === undefined) return {};
    const { definition, root, origin } = this.deployed;
    const { timeout, version = '$LATEST' } = definition;
    const terms = { version, deadline, timeout, ...(origin === 'created' ? { hiddenRoot: root } : {}) };
    return { spool: spool.begin(writer, resumableAs, terms) };
  }

  #settle(call: Call, outcome: Outcome, isTimedOut: boolean): void {
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
    this.#running.get(call)?.kill();
    call.fail(givenUp(call.header.requestId));
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

interface Ending {
  readonly status: 'timeout' | 'error' | undefined;
  readonly durationMs: number;
}
