import type { Resource } from '../asl/resource.ts';
import { Histogram, LONG_MS_BOUNDS, MS_BOUNDS } from '../base/histogram.ts';
import { counter, histogram, type Metric, type Sample } from '../base/metric.ts';
import type { Report } from '../base/operator-event.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import type { Execution } from '../interpreter/execution.ts';
import type { EventId, Record } from '../interpreter/record.ts';
import type { PooledTask } from './activity-pools.ts';

/** Why a call was told to come back later, before it had any effect. */
type Shed = 'turns' | 'express' | 'expressSync';

/** Machines and resources with numbers of their own; those that come later share one. */
const SERIES_MAX = 2_000;
const OTHERS = 'others';
/** Activity tasks whose workers are waited for with a clock: of more, the longest waiting are not timed. */
const TIMED_MAX = 10_000;

const ENDS = {
  ExecutionSucceeded: 'ExecutionsSucceeded',
  ExecutionFailed: 'ExecutionsFailed',
  ExecutionAborted: 'ExecutionsAborted',
  ExecutionTimedOut: 'ExecutionsTimedOut',
} as const;

const TASKS = ['Scheduled', 'Started', 'Succeeded', 'Failed', 'TimedOut', 'HeartbeatTimedOut'] as const;

interface Machine {
  readonly counts: { [metric: string]: number };
  readonly time: Histogram;
}

interface Tasks {
  readonly kind: Kind;
  readonly arn: string;
  readonly counts: { [what in (typeof TASKS)[number]]: number };
  readonly runTime: Histogram;
}

/**
 * Counts what happens to executions and their tasks, under AWS's names, since this process began. Everything that has
 * been committed passes it, so that it only compares and adds.
 */
export class Tally {
  readonly #machines = new Map<string, Machine>();
  readonly #tasks = new Map<string, Tasks>();
  readonly #report: Report;
  readonly #sheds = new Map<Shed, number>();
  readonly #taken = new Map<string, { readonly arn: string; readonly at: Instant }>();
  /** How late timers fired. */
  readonly lateness = new Histogram(MS_BOUNDS);
  /** Attempts of an earlier process of which nobody can say whether they ran. */
  unknown = 0;
  /** Results that came when nobody waited for them any longer. */
  late = 0;

  constructor(report: Report = () => {}) {
    this.#report = report;
  }

  /** Records of one execution that are on disk; of an Express execution, that were decided. */
  count({ program, identity, startedAt, stoppedAt }: Execution, records: readonly Record[]): void {
    for (const record of records) {
      switch (record.type) {
        case 'ExecutionStarted':
          this.#add(identity.stateMachineArn, 'ExecutionsStarted');
          break;
        case 'ExecutionSucceeded':
        case 'ExecutionFailed':
        case 'ExecutionAborted':
        case 'ExecutionTimedOut': {
          const machine = this.#add(identity.stateMachineArn, ENDS[record.type]);
          if (stoppedAt !== undefined) machine.time.record(stoppedAt - startedAt);
          break;
        }
        case 'TaskScheduled':
        case 'TaskStarted':
        case 'TaskSucceeded':
        case 'TaskFailed':
        case 'TaskTimedOut': {
          const state = program.states[record.state];
          if (state?.type === 'Task') this.#of(state.resource).counts[taskMetric(record)]++;
          break;
        }
        default:
      }
    }
  }

  /** @returns What the caller is told. */
  shed(reason: Shed): ServiceError {
    this.#sheds.set(reason, (this.#sheds.get(reason) ?? 0) + 1);
    const message = `starts are refused with ThrottlingException: too much is under way (${reason})`;
    this.#report({ event: 'shed', level: 'warning', message, fields: { reason } });
    return new ServiceError('ThrottlingException');
  }

  /** An attempt that an earlier process has sent has failed for it. */
  lost(executionArn: string, attempt: EventId): void {
    this.unknown++;
    const message = `the outcome of event ${attempt} of ${executionArn} is unknown: its process ended after it was sent`;
    this.#report({ event: 'unknown_outcome', level: 'warning', message, fields: { executionArn, attempt } });
  }

  /** What was sent has come back. */
  ran(resource: Resource, ms: number): void {
    this.#of(resource).runTime.record(ms);
  }

  /** A worker has taken an activity's task. */
  taken({ execution, attempt }: PooledTask, by: { readonly arn: string; readonly at: Instant }): void {
    const [oldest] = this.#taken.size >= TIMED_MAX ? this.#taken.keys() : [];
    if (oldest !== undefined) this.#taken.delete(oldest);
    this.#taken.set(`${execution}/${attempt}`, by);
  }

  /** It has answered. */
  answered({ execution, attempt }: PooledTask, now: Instant): void {
    const key = `${execution}/${attempt}`;
    const taken = this.#taken.get(key);
    if (taken === undefined) return;
    this.#taken.delete(key);
    this.#of({ kind: 'activity', arn: taken.arn }).runTime.record(Math.max(now - taken.at, 0));
  }

  metrics(): readonly Metric[] {
    return [
      {
        name: 'executions_total',
        help: 'Executions, by the name of their metric on AWS, since the server started',
        kind: 'counter',
        samples: [...this.#machines].flatMap(([StateMachineArn, { counts }]) =>
          Object.entries(counts).map(([metric, value]) => ({ labels: { metric, StateMachineArn }, value })),
        ),
      },
      {
        name: 'execution_time_ms',
        help: 'From the start of an execution to its end',
        kind: 'histogram',
        samples: [...this.#machines].map(([StateMachineArn, { time }]) => ({
          labels: { metric: 'ExecutionTime', StateMachineArn },
          value: time,
        })),
      },
      ...KINDS.flatMap((kind) => this.#tasksOf(kind)),
      {
        name: 'sheds_total',
        help: 'Starts refused with ThrottlingException because too much was under way',
        kind: 'counter',
        samples: [...this.#sheds].map(([reason, value]) => ({ labels: { reason }, value })),
      },
      counter(
        'unknown_outcomes_total',
        'Attempts that may have run before a crash, and failed for it',
        this.unknown,
      ),
      counter('late_results_total', 'Results of tasks that nobody waited for any longer', this.late),
      histogram('timer_lateness_ms', 'How long after their moment timers fired', this.lateness),
    ];
  }

  #add(stateMachineArn: string, metric: string): Machine {
    const machine = entryOf(this.#machines, stateMachineArn, () => ({
      counts: { ExecutionsStarted: 0, ...NONE_ENDED },
      time: new Histogram(LONG_MS_BOUNDS),
    }));
    machine.counts[metric] = (machine.counts[metric] ?? 0) + 1;
    return machine;
  }

  #of(resource: Resource): Tasks {
    const kind = kindOf(resource);
    const { arn } = resource;
    return entryOf(this.#tasks, `${kind.name} ${arn}`, (isOther) => ({
      ...{ kind, arn: isOther ? OTHERS : arn },
      counts: { Scheduled: 0, Started: 0, Succeeded: 0, Failed: 0, TimedOut: 0, HeartbeatTimedOut: 0 },
      runTime: new Histogram(MS_BOUNDS),
    }));
  }

  #tasksOf(kind: Kind): Metric[] {
    const all = [...this.#tasks.values()].filter((tasks) => tasks.kind === kind);
    const labelled = (metric: string, arn: string, value: Sample['value']) => ({
      labels: { metric, [kind.label]: arn },
      value,
    });
    return [
      {
        name: `${kind.name}_total`,
        help: 'Tasks, by the name of their metric on AWS',
        kind: 'counter',
        samples: all.flatMap(({ arn, counts }) =>
          TASKS.map((what) => labelled(kind.plural + what, arn, counts[what])),
        ),
      },
      {
        name: `${kind.name}_time_ms`,
        help: 'From the moment a task was sent, or taken by a worker, to its outcome',
        kind: 'histogram',
        samples: all.map(({ arn, runTime }) => labelled(`${kind.singular}RunTime`, arn, runTime)),
      },
    ];
  }
}

const NONE_ENDED = {
  ExecutionsSucceeded: 0,
  ExecutionsFailed: 0,
  ExecutionsAborted: 0,
  ExecutionsTimedOut: 0,
};

/** What AWS calls the metrics of tasks of a kind. */
interface Kind {
  readonly name: string;
  readonly singular: string;
  readonly plural: string;
  readonly label: string;
}

const ACTIVITY: Kind = {
  ...{ name: 'activities', label: 'ActivityArn' },
  ...{ singular: 'Activity', plural: 'Activities' },
};
const FUNCTION: Kind = {
  ...{ name: 'lambda_functions', label: 'LambdaFunctionArn' },
  ...{ singular: 'LambdaFunction', plural: 'LambdaFunctions' },
};
const SERVICE: Kind = {
  ...{ name: 'service_integrations', label: 'ServiceIntegrationResourceArn' },
  ...{ singular: 'ServiceIntegration', plural: 'ServiceIntegrations' },
};
const KINDS = [ACTIVITY, FUNCTION, SERVICE];

function kindOf({ kind }: Resource): Kind {
  if (kind === 'activity') return ACTIVITY;
  return kind === 'function' ? FUNCTION : SERVICE;
}

function taskMetric(record: Record): (typeof TASKS)[number] {
  switch (record.type) {
    case 'TaskScheduled':
      return 'Scheduled';
    case 'TaskStarted':
      return 'Started';
    case 'TaskSucceeded':
      return 'Succeeded';
    case 'TaskTimedOut':
      return record.isHeartbeat ? 'HeartbeatTimedOut' : 'TimedOut';
    default:
      return 'Failed';
  }
}

/** Whoever can think up names must not fill the memory. */
function entryOf<Entry>(entries: Map<string, Entry>, key: string, make: (isOther: boolean) => Entry): Entry {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const isOther = entries.size >= SERIES_MAX;
  const other = isOther ? entries.get(OTHERS) : undefined;
  if (other !== undefined) return other;
  const entry = make(isOther);
  entries.set(isOther ? OTHERS : key, entry);
  return entry;
}
