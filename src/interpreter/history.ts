import type { Program, State } from '../asl/program.ts';
import type { Resource } from '../asl/resource.ts';
import { present, unreachable } from '../base/assert.ts';
import { type JsonObject, member, setOwn } from '../base/json.ts';
import type { Payload } from '../base/payload.ts';
import type { Identity } from './execution.ts';
import type { Chunk } from './journal.ts';
import { mapRunArnOf } from './map-run.ts';
import { type EventRecord, type Failure, isEvent, type Origin } from './record.ts';

/** An event as GetExecutionHistory shows it: AWS's JSON, with `timestamp` in ms since 1970. */
export interface HistoryEvent {
  readonly timestamp: number;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  /** `stateEnteredEventDetails` and the like. */
  readonly [details: string]: unknown;
}

/** What a history is told from besides its records. */
export interface Narrator {
  readonly program: Program;
  readonly identity: Identity;
  /** False leaves inputs and outputs out. */
  readonly includeExecutionData: boolean;
}

/** AWS's JSON for a chunk's events, built only when a history is read (spec/history.md). */
export function tellChunk(
  narrator: Narrator,
  { at: timestamp, firstEventId, records }: Chunk,
): HistoryEvent[] {
  const teller = new Teller(narrator);
  return records.filter(isEvent).map((record, index) => {
    const { type, details } = teller.tell(record);
    const previousEventId = 'previous' in record ? record.previous : 0;
    return { timestamp, type, id: firstEventId + index, previousEventId, ...details };
  });
}

/** What an event is called, and its details. */
export function tellEvent(narrator: Narrator, record: EventRecord): Told {
  return new Teller(narrator).tell(record);
}

/** A type's name, and its details under their member's name. */
interface Told {
  readonly type: string;
  readonly details?: { readonly [member: string]: object };
}

const NOT_TRUNCATED = { truncated: false } as const;

class Teller {
  readonly #narrator: Narrator;

  constructor(narrator: Narrator) {
    this.#narrator = narrator;
  }

  tell(record: EventRecord): Told {
    switch (record.type) {
      case 'ExecutionStarted': {
        const { roleArn } = this.#narrator.identity;
        return withDetails(record.type, {
          ...this.#input(record.input),
          roleArn,
          ...this.#qualifiedArns(record.origin),
        });
      }
      case 'ExecutionSucceeded':
        return withDetails(record.type, this.#output(record.output));
      case 'ExecutionFailed':
      case 'ExecutionAborted':
        return withDetails(record.type, failure(record));
      case 'ExecutionTimedOut':
        return withDetails(record.type, { error: 'States.Timeout' });
      case 'ExecutionRedriven':
        return withDetails(record.type, { redriveCount: record.redriveCount });
      case 'MapIterationStarted':
      case 'MapIterationSucceeded':
      case 'MapIterationFailed':
      case 'MapIterationAborted': {
        const { name } = this.#state(record);
        return withDetails(record.type, { name, index: record.index });
      }
      default:
        return this.#tellState(record);
    }
  }

  #tellState(record: Exclude<EventRecord, { type: `Execution${string}` | `MapIteration${string}` }>): Told {
    const state = this.#state(record);
    const { name } = state;
    switch (record.type) {
      case 'StateEntered':
        return {
          type: `${state.type}StateEntered`,
          details: { stateEnteredEventDetails: { name, ...this.#input(record.input) } },
        };
      case 'StateExited': {
        const details = { name, ...this.#output(record.output), ...assigned(record.assigned) };
        return { type: `${state.type}StateExited`, details: { stateExitedEventDetails: details } };
      }
      case 'StateAborted':
        return { type: `${state.type}StateAborted` };
      case 'EvaluationFailed': {
        const { location } = record;
        const where = location === undefined ? {} : { location };
        return withDetails(record.type, { ...failure(record), ...where, state: name });
      }
      case 'ParallelStarted':
      case 'ParallelSucceeded':
      case 'ParallelFailed':
        return { type: record.type.replace('Parallel', 'ParallelState') };
      case 'MapSucceeded':
      case 'MapFailed':
        return { type: record.type.replace('Map', 'MapState') };
      case 'MapRunSucceeded':
      case 'MapRunAborted':
        return { type: record.type };
      case 'MapRunFailed':
        return withDetails(record.type, failure(record));
      case 'MapRunStarted':
        return withDetails(record.type, { mapRunArn: mapRunArnOf(this.#narrator, record) });
      case 'MapRunRedriven': {
        const { redriveCount } = record;
        return withDetails(record.type, { mapRunArn: mapRunArnOf(this.#narrator, record), redriveCount });
      }
      case 'MapStarted':
        return withDetails('MapStateStarted', { length: lengthOf(record.items) });
      default:
        return this.#tellTask(record, resourceOf(state));
    }
  }

  #tellTask(record: Extract<EventRecord, { type: `Task${string}` }>, resource: Resource): Told {
    const family = FAMILIES[resource.kind];
    const subject = resource.kind === 'service' ? serviceOf(resource) : {};
    switch (record.type) {
      case 'TaskScheduled':
        return withDetails(`${family}Scheduled`, this.#scheduled(record, resource));
      case 'TaskStarted': {
        const { workerName } = record;
        if (resource.kind === 'function') return { type: 'LambdaFunctionStarted' };
        return withDetails(`${family}Started`, {
          ...subject,
          ...(workerName === undefined ? {} : { workerName }),
        });
      }
      case 'TaskSubmitted':
        return withDetails('TaskSubmitted', { ...subject, ...this.#output(record.output) });
      case 'TaskSucceeded':
        return withDetails(`${family}Succeeded`, { ...subject, ...this.#output(record.output) });
      case 'TaskFailed':
        return withDetails(`${family}Failed`, { ...subject, ...failure(record) });
      case 'TaskTimedOut':
        return withDetails(`${family}TimedOut`, { ...subject, ...failure(record) });
      default:
        return unreachable(record);
    }
  }

  #scheduled(record: Extract<EventRecord, { type: 'TaskScheduled' }>, resource: Resource): object {
    const { parameters, timeoutSeconds, heartbeatSeconds, roleArn } = record;
    const clocks = {
      ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
      ...(heartbeatSeconds === undefined || resource.kind === 'function'
        ? {}
        : { heartbeatInSeconds: heartbeatSeconds }),
      ...(roleArn === undefined || resource.kind === 'activity' ? {} : { taskCredentials: { roleArn } }),
    };
    if (resource.kind !== 'service') return { resource: resource.arn, ...this.#input(parameters), ...clocks };
    const { region } = this.#narrator.identity.place;
    // `parameters` is a required member: without execution data AWS still has to show one.
    const shown = this.#narrator.includeExecutionData ? parameters.text : '{}';
    return { ...serviceOf(resource), region, parameters: shown, ...clocks };
  }

  #qualifiedArns({ machineVersion: version, machineAlias: alias }: Origin = {}): object {
    const { stateMachineArn: arn } = this.#narrator.identity;
    return {
      ...(alias === undefined ? {} : { stateMachineAliasArn: `${arn}:${alias}` }),
      ...(version === undefined ? {} : { stateMachineVersionArn: `${arn}:${version}` }),
    };
  }

  #state(record: { readonly state: number }): State {
    return present(this.#narrator.program.states[record.state], 'state');
  }

  #input(payload: Payload): object {
    return this.#narrator.includeExecutionData ? { input: payload.text, inputDetails: NOT_TRUNCATED } : {};
  }

  #output(payload: Payload): object {
    return this.#narrator.includeExecutionData ? { output: payload.text, outputDetails: NOT_TRUNCATED } : {};
  }
}

const FAMILIES = { function: 'LambdaFunction', activity: 'Activity', service: 'Task' } as const;

/** Details lie under the type's own name: `taskStartedEventDetails`. */
function withDetails(type: string, details: object): Told {
  return { type, details: { [`${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`]: details } };
}

/** AWS shows error and cause each only when it is there. */
function failure({ error, cause }: Failure): object {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

function assigned(variables: JsonObject | undefined): object {
  if (variables === undefined) return {};
  const assignedVariables: { [name: string]: string } = {};
  for (const name of Object.keys(variables)) {
    setOwn(assignedVariables, name, JSON.stringify(member(variables, name)));
  }
  return { assignedVariables, assignedVariablesDetails: NOT_TRUNCATED };
}

function resourceOf(state: State): Resource {
  return present(state.type === 'Task' ? state.resource : undefined, 'resource');
}

const SUFFIXES = {
  requestResponse: '',
  sync: '.sync',
  'sync:2': '.sync:2',
  waitForTaskToken: '.waitForTaskToken',
} as const;

function serviceOf({ service, action, pattern }: Extract<Resource, { kind: 'service' }>): object {
  return { resourceType: service, resource: `${action}${SUFFIXES[pattern]}` };
}

function lengthOf(items: Payload): number {
  const { value } = items;
  return Array.isArray(value) ? value.length : 0;
}
