import { type Defined, diagnose } from '../../src/asl/diagnose.ts';
import type { Diagnostic } from '../../src/asl/validate.ts';
import { variableReferences } from '../../src/asl/variable-references.ts';
import { executionArn, expressArn, type Scope, stateMachineArn } from '../../src/base/arn.ts';
import { present } from '../../src/base/assert.ts';
import type { JsonBytes } from '../../src/base/json-bytes.ts';
import { Payload } from '../../src/base/payload.ts';
import { ServiceError } from '../../src/base/service-error.ts';
import type { Catalog, Machine } from '../../src/catalog/catalog.ts';
import type {
  ActivityPoll,
  Engine,
  ExpressEnd,
  HistoryQuery,
  ListedChild,
  MapRunDescription,
  MapRunQuery,
  Parent,
  StartRequest,
  TaskOutcome,
} from '../../src/engine/engine.ts';
import { MachineDeletions } from '../../src/engine/machine-deletion.ts';
import type { StateTestRequest } from '../../src/engine/test-state/run-state-test.ts';
import type { HistoryEvent } from '../../src/interpreter/history.ts';
import type { MapRunLimits } from '../../src/interpreter/record.ts';
import type { Answer } from '../../src/interpreter/test-state/answer.ts';
import type { ExecutionStatus, Header } from '../../src/store/store.ts';

interface Run {
  header: Header;
  readonly machine: Machine;
  readonly input: string;
  readonly traceHeader: string | undefined;
  end: { output?: string; error?: string; cause?: string };
  events: HistoryEvent[];
}

/** Keeps executions as they are told to be: nothing runs. Times are `now()`. */
export class FakeEngine implements Engine {
  full = false;
  readonly runs = new Map<string, Run>();
  readonly outcomes: { scope: Scope; token: string; outcome: TaskOutcome | 'heartbeat' }[] = [];
  readonly polls: { arn: string; poll: ActivityPoll }[] = [];
  /** What the next polls get. With none, a poll waits for its signal. */
  readonly tasks: ({ taskToken: string; input: string } | undefined)[] = [];
  /** How Express executions end. */
  expressEnd: Partial<ExpressEnd> = {};
  /** Why what has failed cannot be redriven. */
  redriveProblem: string | undefined;
  /** Executions that wait for the redrive of their Map Run. */
  readonly pendingRedrives = new Set<string>();
  readonly tests: StateTestRequest[] = [];
  /** Oldest first. */
  readonly mapRunsMade: MapRunDescription[] = [];
  /** Executions of any Map Run, newest first. */
  readonly childrenMade: ListedChild[] = [];
  /** Who has started executions, where somebody has. */
  readonly parents: Parent[] = [];
  /** What machines are deleted from. */
  catalog: Catalog | undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  isFull(): boolean {
    return this.full;
  }

  async start({ machine, revision, name = `run-${this.runs.size + 1}`, input, origin = {} }: StartRequest) {
    const arn = executionArn(machine.scope, machine.name, name);
    if (origin.parent !== undefined) this.parents.push(origin.parent);
    const known = this.runs.get(arn);
    if (known !== undefined) {
      if (known.input !== input || known.header.status !== 'RUNNING')
        throw new ServiceError('ExecutionAlreadyExists', arn);
      return { executionArn: arn, startedAt: known.header.startedAt };
    }
    const [startedAt, id] = [this.#now(), this.runs.size + 1];
    const header = {
      id,
      machine: machine.id,
      revision: (revision ?? machine.current).number,
      name,
      ...(origin.machineVersion === undefined ? {} : { machineVersion: origin.machineVersion }),
      ...(origin.machineAlias === undefined ? {} : { machineAlias: origin.machineAlias }),
      status: 'RUNNING' as const,
    };
    const run = {
      header: { ...header, startedAt, attention: 0, version: 1 },
      ...{ machine, input, traceHeader: origin.traceHeader },
      end: {},
      events: [],
    };
    this.runs.set(arn, run);
    return { executionArn: arn, startedAt };
  }

  async startSync({ machine, name = 'run', input }: StartRequest): Promise<ExpressEnd> {
    const now = this.#now();
    return {
      executionArn: expressArn(machine.scope, machine.name, name, 'r'),
      stateMachineArn: stateMachineArn(machine.scope, machine.name),
      ...{ name, status: 'SUCCEEDED', startedAt: now, stoppedAt: now },
      input: Payload.fromText(input),
      ...this.expressEnd,
    };
  }

  /** Ends an execution. */
  finish(arn: string, status: Exclude<ExecutionStatus, 'RUNNING'>, end: Run['end'] = {}): void {
    const run = this.runs.get(arn);
    if (run === undefined) throw new Error(`no execution ${arn}`);
    run.header = { ...run.header, status, stoppedAt: this.#now() };
    run.end = end;
  }

  async stop(arn: string, reason: { error?: string; cause?: string }) {
    const run = this.runs.get(arn);
    if (run?.header.status === 'RUNNING') this.finish(arn, 'ABORTED', reason);
    return run === undefined ? undefined : this.runs.get(arn)?.header.stoppedAt;
  }

  async redrive(arn: string): Promise<number | undefined> {
    const run = this.runs.get(arn);
    if (run === undefined) return undefined;
    const problem = this.#problemOf(run);
    if (problem !== undefined) throw new ServiceError('ExecutionNotRedrivable', problem);
    const { stoppedAt: _stoppedAt, redriveCount = 0, ...header } = run.header;
    const redrivenAt = this.#now();
    run.header = { ...header, status: 'RUNNING', redriveCount: redriveCount + 1, redrivenAt };
    run.end = {};
    return redrivenAt;
  }

  #problemOf({ header: { status } }: Run): string | undefined {
    if (status !== 'RUNNING' && status !== 'SUCCEEDED') return this.redriveProblem;
    return `Execution is ${status} and cannot be redriven`;
  }

  async describe(arn: string) {
    const run = this.runs.get(arn);
    if (run === undefined) return undefined;
    const { output, ...failure } = run.end;
    const redriveProblem = this.#problemOf(run);
    return {
      ...(redriveProblem === undefined ? {} : { redriveProblem }),
      ...(this.pendingRedrives.has(arn) ? { isPendingRedrive: true } : {}),
      header: run.header,
      executionArn: arn,
      stateMachineArn: stateMachineArn(run.machine.scope, run.machine.name),
      input: Payload.fromText(run.input),
      ...(run.traceHeader === undefined ? {} : { traceHeader: run.traceHeader }),
      ...failure,
      ...(output === undefined ? {} : { output: Payload.fromText(output) }),
    };
  }

  async deleteMachine(machine: Machine): Promise<void> {
    await new MachineDeletions(this).delete(machine, present(this.catalog, 'catalog'));
  }

  /** Nothing of it is ever under way. */
  async begun(): Promise<void> {}

  async list(query: Parameters<Engine['list']>[0]) {
    const { machine, qualifier, status, before = Number.POSITIVE_INFINITY, limit } = query;
    return [...this.runs.values()]
      .map(({ header }) => header)
      .filter((header) => header.machine === machine.id && header.id < before)
      .filter(({ machineVersion, machineAlias }) =>
        [undefined, machineVersion, machineAlias].includes(qualifier),
      )
      .filter((header) => status === undefined || header.status === status)
      .sort((a, b) => b.id - a.id)
      .slice(0, limit);
  }

  async mapRun(arn: string): Promise<MapRunDescription | undefined> {
    return this.mapRunsMade.find(({ mapRunArn }) => mapRunArn === arn);
  }

  async mapRuns(executionArn: string): Promise<readonly MapRunDescription[] | undefined> {
    if (!this.runs.has(executionArn)) return undefined;
    return this.mapRunsMade.filter((run) => run.executionArn === executionArn).reverse();
  }

  async changeMapRun(arn: string, limits: Partial<MapRunLimits>): Promise<boolean | undefined> {
    const run = await this.mapRun(arn);
    if (run?.status !== 'RUNNING') return run && false;
    this.mapRunsMade.splice(this.mapRunsMade.indexOf(run), 1, {
      ...run,
      limits: { ...run.limits, ...limits },
    });
    return true;
  }

  async mapRunExecutions(arn: string, query: MapRunQuery) {
    const { status, isRedriven, before = Number.POSITIVE_INFINITY, limit } = query;
    if ((await this.mapRun(arn)) === undefined) return undefined;
    return this.childrenMade
      .filter(({ header }) => header.id < before)
      .filter((child) => status === undefined || statusOf(child) === status)
      .filter(({ header }) => isRedriven === undefined || isRedriven === (header.redrivenAt !== undefined))
      .slice(0, limit);
  }

  async history(arn: string, { after, limit, reverse, includeExecutionData }: HistoryQuery) {
    const run = this.runs.get(arn);
    if (run === undefined) return undefined;
    const ordered = reverse ? run.events.toReversed() : run.events;
    const rest = ordered.filter(({ id }) => after === undefined || (reverse ? id < after : id > after));
    const events = rest
      .slice(0, limit)
      .map((event) => (includeExecutionData ? event : { ...event, data: undefined }))
      .map((event) => ({ ...event, timestamp: event.timestamp / 1000 }));
    const next = rest.length <= limit ? undefined : events.at(-1)?.id;
    return {
      ...(next === undefined ? {} : { next }),
      writeEvents: (bytes: JsonBytes) => bytes.text(JSON.stringify(events).slice(1, -1)),
    };
  }

  async completeTask(scope: Scope, token: string, outcome: TaskOutcome): Promise<void> {
    this.#check(token);
    this.outcomes.push({ scope, token, outcome });
  }

  checkToken(): void {}

  async heartbeat(scope: Scope, token: string): Promise<void> {
    this.#check(token);
    this.outcomes.push({ scope, token, outcome: 'heartbeat' });
  }

  #check(token: string): void {
    if (token === 'closed') throw new ServiceError('TaskTimedOut');
    if (token !== 'open') throw new ServiceError('InvalidToken');
  }

  async pollActivity(arn: string, poll: ActivityPoll) {
    this.polls.push({ arn, poll });
    const task = this.tasks.shift();
    if (task !== undefined) return { taskToken: task.taskToken, input: Payload.fromText(task.input) };
    if (!poll.signal.aborted) await new Promise((resolve) => poll.signal.addEventListener('abort', resolve));
    return undefined;
  }

  async diagnose(defined: Defined): Promise<readonly Diagnostic[]> {
    return diagnose(defined);
  }

  async variableReferences(definition: string): ReturnType<Engine['variableReferences']> {
    return variableReferences(definition);
  }

  async testState(request: StateTestRequest): Promise<Answer> {
    this.tests.push(request);
    return { status: 'SUCCEEDED', output: '{}', inspection: { input: request.input.text } };
  }

  async close(): Promise<void> {}
}

function statusOf({ header, isPendingRedrive }: ListedChild): MapRunQuery['status'] {
  return isPendingRedrive ? 'PENDING_REDRIVE' : header.status;
}
