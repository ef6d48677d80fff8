import { availableParallelism } from 'node:os';
import type { Defined } from '../asl/diagnose.ts';
import type { Diagnostic } from '../asl/validate.ts';
import type { Scope } from '../base/arn.ts';
import type { Metric } from '../base/metric.ts';
import { orderedUuid } from '../base/ordered-uuid.ts';
import { Payload } from '../base/payload.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { Machine } from '../catalog/catalog.ts';
import type { MapRunLimits, Record } from '../interpreter/record.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { Answer } from '../interpreter/test-state/answer.ts';
import type { ExecutionId, Header } from '../store/store.ts';
import { ActivityWork } from './activity-work.ts';
import { Children, childName, isSameParent } from './children.ts';
import { descriptionOf } from './description.ts';
import type {
  ActivityPoll,
  Engine,
  ExecutionDescription,
  ExpressEnd,
  HistoryQuery,
  MapRunQuery,
  StartRequest,
  TaskOutcome,
} from './engine.ts';
import { gaugesOf } from './engine-gauges.ts';
import type { EngineOptions, OpenableEngine } from './engine-options.ts';
import { ExecutionIds } from './execution-ids.ts';
import { Executions } from './executions.ts';
import { Express } from './express.ts';
import { JournalSpace } from './express-journal.ts';
import { ExpressRun } from './express-run.ts';
import { formerEndOf } from './former-end.ts';
import { readHistory, type StoredHistory } from './history-page.ts';
import { type HotExecution, type Mail, wreckBytes } from './hot-execution.ts';
import { Intake } from './intake.ts';
import { ExecutionLogs } from './logging/execution-logs.ts';
import { MachineDeletions, refuseDeleted } from './machine-deletion.ts';
import { type EngineDoors, MapChildren } from './map-children.ts';
import { MapRunIds } from './map-run-id.ts';
import { MapRuns } from './map-runs.ts';
import { ThreadPool } from './offthread/thread-pool.ts';
import { Patiences } from './patiences.ts';
import { Recovery } from './recovery.ts';
import { machineProblem, problemOf, type Redrivable, redrive } from './redrive.ts';
import { keptOf, Retention } from './retention.ts';
import { type Sendable, Sender } from './sender.ts';
import { StatusChanges } from './status-changes.ts';
import { Tally } from './tally.ts';
import { TaskTokens } from './task-token.ts';
import type { StateTestRequest } from './test-state/run-state-test.ts';
import { ExecutionTraces } from './tracing/execution-traces.ts';
import { Turns } from './turns.ts';
import { WakeUps } from './wake-ups.ts';

/** How long a closing engine waits for what it has sent. */
const DRAIN_MS = 5_000;
/** One of two processors stays for everything else. */
const THREADS = Math.min(Math.max(availableParallelism() - 1, 1), 2);
/** Before an internal signal is tried again on a store that is not there for now. */
const RETRY_MS = 250;

/** The engine on what the store has. It answers at once; it picks up what was left unfinished once it is opened. */
export function createEngine(options: EngineOptions): OpenableEngine {
  return new LocalEngine(options);
}

class LocalEngine implements OpenableEngine {
  readonly #options: EngineOptions;
  readonly #executions: Executions;
  readonly #retention: Retention;
  readonly #ids = new ExecutionIds((id) => this.#executions.hot.has(id));
  readonly #tally: Tally;
  readonly #patiences = new Patiences();
  readonly #tokens: TaskTokens;
  readonly #mapRunIds: MapRunIds;
  readonly #activities: ActivityWork;
  readonly #sender: Sender;
  readonly #turns: Turns;
  readonly #children: Children;
  readonly #mapChildren: MapChildren;
  readonly #mapRuns: MapRuns;
  readonly #wakeUps: WakeUps;
  readonly #recovery: Recovery;
  readonly #express: Express;
  readonly #threads: ThreadPool;
  readonly #logs: ExecutionLogs;
  readonly #traces: ExecutionTraces;
  readonly #intake = new Intake(
    () => this.#options.clock.now(),
    () => this.#tally.shed('turns'),
  );
  readonly #deletions = new MachineDeletions({
    ...{ list: (query) => this.list(query), stop: (arn, reason) => this.#stop(arn, reason) },
    begun: (machine) => this.#executions.hot.begun(machine),
  });
  #isClosed = false;

  constructor(options: EngineOptions) {
    const { store, catalog, clock, entropy, tokenSecret, mapRunSecret = tokenSecret } = options;
    this.#options = options;
    this.#tally = new Tally(options.report);
    this.#retention = new Retention({
      ...{ store, clock, days: options.retentionDays, report: options.report, onDefect: options.onDefect },
      forget: (id) => this.#executions.hot.forget(id),
    });
    this.#executions = new Executions(store, catalog, (header) => this.#retention.isOver(header));
    this.#tokens = new TaskTokens(tokenSecret);
    this.#mapRunIds = new MapRunIds(mapRunSecret);
    this.#sender = new Sender({
      ...{ integrations: options.integrations, tally: this.#tally },
      report: (owner, signal) => this.#report(owner, signal),
      onDefect: options.onDefect,
    });
    this.#threads = new ThreadPool({ size: THREADS, tokenSecret, mapRunSecret, clock });
    const elapsedMs = options.elapsedMs ?? (() => performance.now());
    this.#turns = new Turns({
      decideAway: (job) => this.#threads.run(job),
      ...{ store, clock, entropy, elapsedMs, tokens: this.#tokens, mapRunIds: this.#mapRunIds },
      patiences: this.#patiences,
      statusChanges: new StatusChanges(options.listeners, entropy),
      reserve: (slots) => this.#sender.reserve(slots),
      sendingSlots: () => this.#sendingSlots(),
      hasActivity: async (arn) => (await catalog.activities.find(arn)) !== undefined,
      committed: (hot, records, bytes) => {
        this.#executions.hot.grow(hot, bytes + wreckBytes(hot.execution));
        this.#committed(hot, records);
      },
      stale: (hot, mail) => this.#stale(hot, mail),
      onDefect: options.onDefect,
    });
    const own: EngineDoors = {
      executions: this.#executions,
      post: (hot, signal) => this.#post(hot, signal),
      tell: async (id, signal) => void (await this.#tell(id, signal)),
      settled: (hot, read) => this.#settled(hot, read),
      insist: async (action) => void (await this.#insist(action)),
    };
    this.#activities = new ActivityWork({ ...own, clock, tally: this.#tally, tokens: this.#tokens });
    this.#children = new Children({ ...own, store, integrations: options.integrations });
    this.#mapChildren = new MapChildren({ ...own, ids: this.#ids, now: () => clock.now() });
    this.#mapRuns = new MapRuns({ ...own, store, ids: this.#mapRunIds });
    const wake = (id: ExecutionId) => void this.#tell(id, { type: 'go' });
    this.#wakeUps = new WakeUps({ store, clock, lateness: this.#tally.lateness, wake });
    this.#recovery = new Recovery({
      ...options,
      ...{ executions: this.#executions, wakeUps: this.#wakeUps },
      ...{ sender: this.#sender, tally: this.#tally },
      ...{ children: this.#children, mapChildren: this.#mapChildren },
      post: (hot, signal) => this.#post(hot, signal),
      offer: (hot) => this.#activities.offer(hot),
      report: options.report,
      recovered: options.recovered ?? (() => {}),
      onDefect: options.onDefect,
    });
    this.#logs = new ExecutionLogs({ groups: options.logGroups, clock, entropy });
    this.#traces = new ExecutionTraces(options);
    this.#express = new Express({
      ...{ store, catalog, clock, entropy, elapsedMs, onDefect: options.onDefect },
      ...{ executions: this.#executions, ids: this.#ids, sender: this.#sender, logs: this.#logs },
      ...{ traces: this.#traces, tally: this.#tally },
      ...{ patiences: this.#patiences, journals: new JournalSpace() },
      decideAway: (job) => this.#threads.run(job),
      sendingSlots: () => this.#sendingSlots(),
    });
  }

  async open(): Promise<void> {
    await this.#recovery.start();
    await this.#express.recover();
    this.#retention.start();
    for (const machine of await this.#options.catalog.machines.retired()) await this.deleteMachine(machine);
  }

  start(asked: StartRequest): Promise<{ executionArn: string; startedAt: Instant }> {
    const request = this.#traces.headed(asked);
    if (request.machine.type === 'EXPRESS') return this.#express.start(request);
    // Children are as many as their parents may send.
    if (request.origin?.parent !== undefined) return this.#start(request);
    return this.#intake.take(() => this.#start(request));
  }

  isFull(): boolean {
    return this.#intake.room === 0;
  }

  async #start(request: StartRequest): Promise<{ executionArn: string; startedAt: Instant }> {
    // Mostly only the very first start waits: the turns of later ones join the group commit of their callers.
    const { machine, revision = machine.current } = request;
    const loading = this.#executions.ready(machine.id, revision);
    if (loading !== undefined) await loading.then(() => refuseDeleted(machine, this.#options.catalog));
    const { name = this.#nameOf(request) } = request;
    // A name that is hot is taken, or will be: only a name nobody knows here is worth a commit.
    if (this.#executions.hot.getByName(request.machine.id, name) === undefined) {
      const hot = this.#create(request, name);
      const origin = request.origin === undefined ? undefined : { origin: request.origin };
      const input = Payload.fromText(request.input, request.value);
      if (await this.#post(hot, { type: 'start', input, ...origin })) return startOf(hot);
    }
    return await this.#sameStart(request, name);
  }

  #nameOf({ origin }: StartRequest): string {
    const { clock, entropy } = this.#options;
    return origin?.parent === undefined ? orderedUuid(clock.now(), entropy.uuid()) : childName(origin.parent);
  }

  async startSync(request: StartRequest): Promise<ExpressEnd> {
    return await this.#express.startSync(this.#traces.headed(request));
  }

  #create({ machine, revision = machine.current, origin }: StartRequest, name: string): HotExecution {
    const id = this.#ids.next(this.#options.clock.now());
    const machineVersion = origin?.machineVersion;
    const machineAlias = origin?.machineAlias;
    const header: Header = {
      id,
      machine: machine.id,
      revision: revision.number,
      name,
      status: 'RUNNING',
      startedAt: 0,
      attention: 0,
      version: 0,
      ...(machineVersion === undefined ? undefined : { machineVersion }),
      ...(machineAlias === undefined ? undefined : { machineAlias }),
    };
    return this.#executions.create(machine, revision, header);
  }

  /** The name is taken: the same start again is answered as the first one was. */
  async #sameStart(
    request: StartRequest,
    name: string,
  ): Promise<{ executionArn: string; startedAt: Instant }> {
    const again = async () => {
      await refuseDeleted(request.machine, this.#options.catalog);
      return await this.#start({ ...request, name });
    };
    const hot = await this.#executions.stored(request.machine.id, name);
    // Neither here nor there: what took the name was itself refused, or only the id was taken.
    if (hot === undefined) return await again();
    await hot.settled;
    const { execution, header } = hot;
    // Its parent starts it once more: the answer that it had to the first start was lost with a process.
    if (isSameParent(execution.origin?.parent, request.origin?.parent)) return startOf(hot);
    if (this.#retention.isOver(header)) return await this.#retention.delete(header).then(again);
    if (execution.status === 'RUNNING' && execution.input.text === request.input) return startOf(hot);
    throw new ServiceError('ExecutionAlreadyExists', execution.identity.executionArn);
  }

  async stop(arn: string, reason: Parameters<Engine['stop']>[1]): Promise<Instant | undefined> {
    return await this.#intake.take(() => this.#stop(arn, reason));
  }

  /** Whatever else is under way: the end of a machine is not one call too many. */
  async #stop(arn: string, { error, cause }: Parameters<Engine['stop']>[1]): Promise<Instant | undefined> {
    const hot = await this.#executions.find(arn);
    if (hot === undefined) return undefined;
    await this.#post(hot, { type: 'stop', error, cause });
    const stoppedAt = await this.#settled(hot, ({ execution }) => execution.stoppedAt);
    return stoppedAt ?? (await this.#endBeforeRedrive(hot));
  }

  /** It was redriven between the turn of its stop and the look at it. */
  async #endBeforeRedrive(hot: HotExecution): Promise<Instant | undefined> {
    const { store } = this.#options;
    const version = await this.#settled(hot, ({ header }) => header.version);
    return await formerEndOf(version ?? 0, (versions) => store.journal(hot.header.id, versions));
  }

  async redrive(arn: string, clientToken = this.#options.entropy.uuid()): Promise<Instant | undefined> {
    const hot = await this.#executions.find(arn);
    if (hot === undefined) return undefined;
    const { catalog, clock } = this.#options;
    const post = (signal: Signal) => this.#intake.take(() => this.#post(hot, signal));
    const settled: Redrivable['settled'] = (read) => this.#settled(hot, ({ execution }) => read(execution));
    const { identity } = hot.execution;
    return await redrive({ identity, catalog, post, settled, now: () => clock.now() }, clientToken);
  }

  async deleteMachine(machine: Machine): Promise<void> {
    await this.#deletions.delete(machine, this.#options.catalog);
  }

  async describe(arn: string): Promise<ExecutionDescription | undefined> {
    const found = await this.#executions.find(arn);
    if (found === undefined) return undefined;
    const { catalog, clock } = this.#options;
    const ofMachine = await machineProblem(catalog, found.execution.identity);
    const described = await this.#settled(found, (hot) =>
      descriptionOf(hot, problemOf(hot.execution, clock.now()) ?? ofMachine),
    );
    if (described === undefined || !(await this.#mapRuns.isPending(found))) return described;
    return { ...described, isPendingRedrive: true };
  }

  async list(query: Parameters<Engine['list']>[0]): Promise<Header[]> {
    const { machine, ...rest } = query;
    return await keptOf({ machine: machine.id, ...rest }, this.#options.store, this.#retention);
  }

  mapRun: Engine['mapRun'] = (arn) => this.#mapRuns.describe(arn);
  mapRuns: Engine['mapRuns'] = (executionArn) => this.#mapRuns.list(executionArn);

  async changeMapRun(arn: string, limits: Partial<MapRunLimits>): Promise<boolean | undefined> {
    return await this.#mapRuns.change(arn, limits);
  }

  async mapRunExecutions(arn: string, query: MapRunQuery): ReturnType<Engine['mapRunExecutions']> {
    return await this.#mapRuns.children(arn, query);
  }

  async history(arn: string, query: HistoryQuery): ReturnType<Engine['history']> {
    const hot = await this.#executions.find(arn);
    if (hot === undefined) return undefined;
    const told = await this.#settled(hot, ({ execution, header }) => {
      const { program, identity, lastEventId } = execution;
      return { program, identity, lastEventId, version: header.version };
    });
    if (told === undefined) return undefined;
    const { store } = this.#options;
    const chunks: StoredHistory['chunks'] = (versions) => store.journal(hot.header.id, versions);
    return await readHistory({ ...told, chunks }, query);
  }

  async completeTask(scope: Scope, token: string, outcome: TaskOutcome): Promise<void> {
    const { execution, attempt } = this.#openToken(scope, token);
    await this.#tellAttempt(
      execution,
      outcome.type === 'succeeded'
        ? { type: 'tokenSucceeded', attempt, output: outcome.output }
        : { type: 'tokenFailed', attempt, error: outcome.error, cause: outcome.cause },
    );
    this.#tally.answered({ execution, attempt }, this.#options.clock.now());
  }

  checkToken(scope: Scope, token: string): void {
    this.#openToken(scope, token);
  }

  async heartbeat(scope: Scope, token: string): Promise<void> {
    const { execution, attempt } = this.#openToken(scope, token);
    await this.#tellAttempt(execution, { type: 'heartbeat', attempt });
  }

  #openToken(scope: Scope, token: string) {
    const subject = this.#tokens.open(scope, token);
    if (subject === undefined) throw new ServiceError('InvalidToken');
    return subject;
  }

  async #tellAttempt(id: ExecutionId, signal: Signal): Promise<void> {
    const hot = await this.#executions.get(id);
    if (hot === undefined) throw new ServiceError('TaskDoesNotExist');
    if (await this.#intake.take(() => this.#post(hot, signal))) return;
    this.#tally.late++;
    throw new ServiceError('TaskTimedOut');
  }

  async pollActivity(activityArn: string, poll: ActivityPoll): ReturnType<Engine['pollActivity']> {
    return await this.#activities.poll(activityArn, poll);
  }

  async diagnose(defined: Defined): Promise<readonly Diagnostic[]> {
    const outcome = await this.#threads.run({ kind: 'definition', ...defined });
    if (outcome.kind === 'done') return outcome.result;
    const { notSupported } = await import('../asl/diagnose.ts');
    return [notSupported(`the definition takes too much ${outcome.reason}`)];
  }

  async variableReferences(definition: string): ReturnType<Engine['variableReferences']> {
    const outcome = await this.#threads.run({ kind: 'references', definition });
    if (outcome.kind === 'done') return outcome.result;
    throw new Unavailable(`the definition takes too much ${outcome.reason} to be read`);
  }

  async testState(request: StateTestRequest, signal: AbortSignal): Promise<Answer> {
    // Loaded by the first test: no other call needs it.
    const { runStateTest } = await import('./test-state/run-state-test.ts');
    return await runStateTest(request, { ...this.#options, threads: this.#threads }, signal);
  }

  metrics(): readonly Metric[] {
    const [turns, sending, { hot }] = [this.#intake.underWay, this.#sender.underWay, this.#executions];
    const { backlog: expired } = this.#retention;
    const { losses: givenUp } = this.#patiences;
    return [...this.#tally.metrics(), ...gaugesOf({ turns, sending, hot, expired, givenUp })];
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#wakeUps.close();
    await this.#recovery.close();
    await this.#retention.close();
    const late = new AbortController();
    const cancel = this.#options.clock.after(DRAIN_MS, () => late.abort());
    await this.#sender.drained(late.signal);
    cancel();
    await this.#express.close();
    await this.#threads.close();
    await Promise.all([...this.#executions.hot.values()].map((hot) => hot.settled));
    this.#logs.close();
    await this.#traces.close();
  }

  #post(hot: HotExecution, signal: Signal): Promise<boolean> {
    return new Promise<boolean>((resolve, reject) => {
      this.#turns.post(hot, { signal, resolve, reject });
    });
  }

  /** Closed: not even the slot of an attempt that has just ended. */
  #sendingSlots(): number {
    return this.#isClosed ? Number.NEGATIVE_INFINITY : this.#sender.free;
  }

  async #report(owner: Sendable, signal: Signal): Promise<boolean> {
    if (!(owner instanceof ExpressRun)) return await this.#tell(owner.header.id, signal);
    owner.receive(signal);
    return true;
  }

  /** A signal of our own: while the store is away it is tried again, until the engine closes. */
  async #tell(id: ExecutionId, signal: Signal): Promise<boolean> {
    return await this.#insist(async () => {
      const hot = await this.#executions.get(id);
      const isTaken = hot !== undefined && (await this.#post(hot, signal));
      if (!isTaken && (signal.type === 'sent' || signal.type === 'sendFailed')) this.#tally.late++;
    });
  }

  /** @returns false when it was not done before the engine closed. */
  async #insist(action: () => Promise<void>): Promise<boolean> {
    for (;;) {
      try {
        await action();
        return true;
      } catch (error) {
        if (!(error instanceof Unavailable)) {
          this.#options.onDefect(error);
          return false;
        }
        if (this.#isClosed) return false;
        await new Promise<void>((resolve) => this.#options.clock.after(RETRY_MS, resolve));
      }
    }
  }

  /** What is told about an execution is on disk: it is read in the moment when no turn is under way. */
  async #settled<Read>(found: HotExecution, read: (hot: HotExecution) => Read): Promise<Read | undefined> {
    for (let hot: HotExecution | undefined = found; hot !== undefined; ) {
      if (hot.isGone) hot = await this.#executions.get(hot.header.id);
      else if (hot.isRunning && !hot.isAway) await hot.settled;
      else return read(hot);
    }
    return undefined;
  }

  #committed(hot: HotExecution, records: readonly Record[]): void {
    this.#sender.update(hot, records);
    this.#children.update(hot, records);
    this.#mapChildren.update(hot, records);
    this.#wakeUps.set(hot.header.id, hot.header.wakeAt);
    if (hot.logs !== undefined) this.#logs.add(hot.logs, hot.execution, records);
    this.#traces.committed(hot);
    if (hot.execution.pooled.size === 0) return;
    if (records.some((record) => record.type === 'TaskScheduled')) this.#activities.offer(hot);
  }

  /** Another writer was faster, or the name was taken. A start is answered by its caller; other mail goes on. */
  #stale(hot: HotExecution, mail: readonly Mail[]): void {
    this.#executions.hot.remove(hot);
    const isNew = hot.header.version === 0;
    for (const letter of mail) {
      if (isNew) letter.resolve(false);
      else void this.#repost(hot.header.id, letter);
    }
  }

  async #repost(id: ExecutionId, letter: Mail): Promise<void> {
    try {
      const hot = await this.#executions.get(id);
      letter.resolve(hot !== undefined && (await this.#post(hot, letter.signal)));
    } catch (error) {
      letter.reject(error);
    }
  }
}

function startOf({ execution }: HotExecution): { executionArn: string; startedAt: Instant } {
  return { executionArn: execution.identity.executionArn, startedAt: execution.startedAt };
}
