import type { Execution } from '../interpreter/execution.ts';
import {
  childName,
  distributedOf,
  isStopping,
  type MapRun,
  type RunningChild,
} from '../interpreter/map-run.ts';
import type { EventId, Record } from '../interpreter/record.ts';
import { redriveOf } from '../interpreter/redrive.ts';
import type { ChildOutcome, Signal } from '../interpreter/signal.ts';
import type { ExecutionId, Header } from '../store/store.ts';
import type { ExecutionIds } from './execution-ids.ts';
import type { Executions } from './executions.ts';
import type { HotExecution } from './hot-execution.ts';

/** Children that are started or looked at at once in this process; the others wait, and cost nothing but their place. */
const MEETING_MAX = 1_000;
const DONE: Promise<void> = Promise.resolve();

export interface MapChildrenOptions {
  readonly executions: Executions;
  readonly ids: ExecutionIds;
  now(): number;
  /** Resolves when the signal's turn is on disk; false when it changed nothing. */
  post(hot: HotExecution, signal: Signal): Promise<boolean>;
  /** Resolves when the signal's turn is on disk, or the engine closes. */
  tell(id: ExecutionId, signal: Signal): Promise<void>;
  /** What is told of an execution is on disk: read in the moment when no turn of it is under way. */
  settled<Read>(hot: HotExecution, read: (hot: HotExecution) => Read): Promise<Read | undefined>;
  /** Does it again and again while the store is away, until the engine closes. */
  insist(action: () => Promise<void>): Promise<void>;
}

/** One execution of a Map Run, as its parent names it. */
interface Place {
  readonly parent: ExecutionId;
  readonly run: EventId;
  readonly index: number;
}

/**
 * The executions of Map Runs, linked with their parent by level as other children are (`children.ts`). The parent's
 * state says which of them have started and not told their end, and whether they are to be stopped. Each is met by its
 * name, which follows from its place: it is started when it is not there, stopped when it runs in vain, and its end is
 * told. To meet it twice changes nothing, so that whatever got lost is met again by recovery's scan.
 */
export class MapChildren {
  readonly #options: MapChildrenOptions;
  readonly #waiting: Place[] = [];
  /** Those being met, by their places: one that is to be stopped is met after its start, not beside it. */
  readonly #meetings = new Map<string, Promise<void>>();
  #next = 0;
  #underWay = 0;

  constructor(options: MapChildrenOptions) {
    this.#options = options;
  }

  /** After a commit: starts its new children, stops those that run in vain, and tells its parent of its own end. */
  update(hot: HotExecution, records: readonly Record[]): void {
    const { execution, header } = hot;
    if (execution.membership !== undefined && execution.status !== 'RUNNING') this.#tellEnd(hot);
    if (execution.runningChildren === 0) return;
    const hasEnded = records.some(endsSomething);
    for (const run of execution.mapRuns.values()) {
      if (run.running.size === 0) continue;
      for (const record of records) {
        if (record.type !== 'ChildRedriven' || record.run !== run.event) continue;
        this.#enqueue({ parent: header.id, run: run.event, index: record.index });
      }
      const started = records.filter((record) => record.type === 'ChildStarted' && record.run === run.event);
      this.#start(header.id, run, started.length);
      if (hasEnded && isStopping(run, distributedOf(execution.program, run.state))) {
        for (const index of run.running.keys()) this.#enqueue({ parent: header.id, run: run.event, index });
      }
    }
  }

  /** Meets every child whose end it has not heard, but those that are being met. */
  async look(hot: HotExecution): Promise<void> {
    const places = await this.#options.settled(hot, placesOf);
    for (const place of places ?? []) if (!this.#meetings.has(keyOf(place))) this.#enqueue(place);
  }

  /** Children are numbered in the order of their starts: these are the last ones. */
  #start(parent: ExecutionId, { event, nextChild, running }: MapRun, count: number): void {
    for (let index = nextChild - count; index < nextChild; index++) {
      if (running.has(index)) this.#enqueue({ parent, run: event, index });
    }
  }

  #enqueue(place: Place): void {
    this.#waiting.push(place);
    this.#pump();
  }

  #pump(): void {
    while (this.#underWay < MEETING_MAX) {
      const place = this.#waiting[this.#next];
      if (place === undefined) break;
      this.#next++;
      this.#underWay++;
      void this.#meetInTurn(place).finally(() => {
        this.#underWay--;
        this.#pump();
      });
    }
    if (this.#next < this.#waiting.length) return;
    this.#waiting.length = 0;
    this.#next = 0;
  }

  async #meetInTurn(place: Place): Promise<void> {
    const key = keyOf(place);
    const before = this.#meetings.get(key);
    const meeting = (before ?? DONE).then(() => this.#options.insist(() => this.#meet(place)));
    this.#meetings.set(key, meeting);
    await meeting;
    if (this.#meetings.get(key) === meeting) this.#meetings.delete(key);
  }

  async #meet(place: Place): Promise<void> {
    const { executions, settled, post } = this.#options;
    const parent = await executions.get(place.parent);
    const wanted = parent && (await settled(parent, (hot) => wantedAt(hot, place)));
    if (parent === undefined || wanted === undefined) return;
    const child = await executions.stored(parent.header.machine, wanted.name);
    if (child === undefined) return await this.#startOrGiveUp(parent, place, wanted);
    const isRunning = await settled(child, ({ execution }) => execution.status === 'RUNNING');
    if (isRunning === true && wanted.isStopping) {
      await post(child, { type: 'stop', error: undefined, cause: undefined });
    } else if (isRunning === false) await this.#goOn(place, wanted, child);
  }

  /** It has ended: under this redrive of its run, or it is redriven now, or what it told before stays. */
  async #goOn(
    { parent, run, index }: Place,
    { child: { redrive }, isStopping }: Wanted,
    child: HotExecution,
  ) {
    const { settled, post, tell } = this.#options;
    const ended = await settled(child, endOf);
    if (ended === undefined) return;
    if (ended.redrive === redrive) return await this.#tell(child);
    if (isStopping) return await tell(parent, { type: 'childEnded', run, index, ...ended, redrive });
    if (await post(child, { type: 'redriveChild', redrive })) return;
    const after = await settled(child, endOf);
    // Redriven meanwhile: it tells its own end.
    if (after === undefined || after.redrive === redrive) return;
    await tell(parent, { type: 'childEnded', run, index, ...after, redrive, fate: 'lost' });
  }

  /** One that is not there and not wanted any more has never begun: nobody can have seen it. */
  async #startOrGiveUp(parent: HotExecution, place: Place, wanted: Wanted): Promise<void> {
    if (!wanted.isStopping) return await this.#create(parent, place, wanted);
    const at = parent.execution.lastAt;
    const outcome: ChildOutcome = {
      ...{ run: place.run, index: place.index, end: 'ABORTED', fate: 'unborn', startedAt: at, stoppedAt: at },
      ...{ redrive: wanted.child.redrive, redriveCount: 0 },
      ...{ output: undefined, error: undefined, cause: undefined },
    };
    await this.#options.tell(place.parent, { type: 'childEnded', ...outcome });
  }

  async #create(
    parent: HotExecution,
    { run: event, index }: Place,
    { name, run, child }: Wanted,
  ): Promise<void> {
    const { executions, ids, now, post } = this.#options;
    const { machine, revision } = parent.header;
    const membership = { mapRun: run.uuid, map: run.state, items: child.items };
    const header: Header = {
      ...{ id: ids.next(now()), machine, revision, name },
      ...{ mapRun: run.uuid, itemCount: child.items },
      ...{ status: 'RUNNING', startedAt: 0, attention: 0, version: 0 },
    };
    const hot = executions.createChild(parent, header, membership);
    const origin = { parent: { execution: parent.header.id, event, item: index, isWaiting: true } };
    // Refused: the name is taken, so it is there already, or only the id was taken, and then it is met once more.
    if (await post(hot, { type: 'start', input: child.input, origin, membership })) return;
    await this.#meet({ parent: parent.header.id, run: event, index });
  }

  #tellEnd(hot: HotExecution): void {
    void this.#options.insist(() => this.#tell(hot));
  }

  async #tell(child: HotExecution): Promise<void> {
    const parent = child.execution.origin?.parent;
    if (parent?.item === undefined) return;
    const { event: run, item: index } = parent;
    const ended = await this.#options.settled(child, endOf);
    if (ended !== undefined) {
      await this.#options.tell(parent.execution, { type: 'childEnded', run, index, ...ended });
    }
  }
}

/** A child as its parent's state has it. */
interface Wanted {
  readonly name: string;
  readonly run: MapRun;
  readonly child: RunningChild;
  readonly isStopping: boolean;
}

function wantedAt({ execution }: HotExecution, { run: event, index }: Place): Wanted | undefined {
  const run = execution.mapRuns.get(event);
  const child = run?.running.get(index);
  if (run === undefined || child === undefined) return undefined;
  const isOver = isStopping(run, distributedOf(execution.program, run.state));
  return { name: childName(run, index), run, child, isStopping: isOver };
}

function placesOf({ execution, header }: HotExecution): Place[] {
  return [...execution.mapRuns.values()].flatMap(({ event, running }) =>
    [...running.keys()].map((index) => ({ parent: header.id, run: event, index })),
  );
}

function endOf({ execution }: HotExecution): Omit<ChildOutcome, 'run' | 'index'> | undefined {
  const { status: end, startedAt, stoppedAt = startedAt, output } = execution;
  if (end === 'RUNNING') return undefined;
  const { redriveCount } = execution;
  return {
    end,
    startedAt,
    stoppedAt,
    redrive: redriveOf(execution),
    redriveCount,
    output,
    ...failureOf(execution),
  };
}

/** A timeout has an error of its own, which an execution's description does not show. */
function failureOf({ status, failure }: Execution): Execution['failure'] {
  return status === 'TIMED_OUT' ? { error: 'States.Timeout', cause: undefined } : failure;
}

function endsSomething({ type }: Record): boolean {
  switch (type) {
    case 'MapRunFailing':
    case 'MapRunAborted':
    case 'ExecutionAborted':
    case 'ExecutionTimedOut':
    case 'ExecutionFailed':
    case 'ChildrenFailed':
      return true;
    default:
      return false;
  }
}

function keyOf({ parent, run, index }: Place): string {
  return `${parent}/${run}/${index}`;
}

/** What the parts of the engine ask of it. */
export type EngineDoors = Pick<MapChildrenOptions, 'executions' | 'post' | 'tell' | 'settled' | 'insist'>;
