import type { Json, JsonObject } from '../base/json.ts';
import { formatInstant } from '../base/time.ts';
import type { Frame } from './execution.ts';
import { stateOf } from './frames.ts';
import type { Turn } from './turn.ts';

/** A Map's item, as `Map.Item` shows it. */
export interface ContextItem {
  readonly index: number;
  readonly value: Json;
  readonly key: string | undefined;
  /** Where a distributed Map has it from. */
  readonly source?: 'STATE_DATA';
}

/**
 * The context object as AWS shows it to a state, members in AWS's order (spec/asl.md §5).
 *
 * @param selected The item whose ItemSelector runs; otherwise that of the iteration around the frame.
 */
export function buildContext(turn: Turn, frame: Frame, selected: ContextItem | undefined): JsonObject {
  const { execution } = turn;
  const { identity } = execution;
  const item = selected ?? itemOf(frame);
  const redrivenAt = execution.redrives.at(-1)?.at;
  const token = taskToken(turn, frame);
  return {
    Execution: {
      Id: identity.executionArn,
      Input: execution.input.value,
      StartTime: formatInstant(execution.startedAt),
      Name: identity.name,
      RoleArn: identity.roleArn,
      RedriveCount: execution.redriveCount,
      ...(redrivenAt === undefined ? {} : { RedriveTime: formatInstant(redrivenAt) }),
    },
    StateMachine: { Id: identity.stateMachineArn, Name: identity.stateMachineName },
    State: stateMember(turn, frame),
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(item === undefined ? {} : { Map: { Item: itemMember(item) } }),
  };
}

function stateMember(turn: Turn, frame: Frame): JsonObject {
  const state = stateOf(turn.execution, frame);
  const common = { Name: state.name, EnteredTime: formatInstant(frame.enteredAt) };
  // Recorded on AWS: only states that can be retried show their RetryCount.
  return 'retry' in state ? { ...common, RetryCount: frame.retryCount } : common;
}

/** Only a task that may end by its token has one; a retry gets a new one. */
function taskToken(turn: Turn, frame: Frame): string | undefined {
  const state = stateOf(turn.execution, frame);
  if (state.type !== 'Task' || state.resource.kind !== 'service') return undefined;
  if (state.resource.pattern === 'requestResponse') return undefined;
  // While its parameters are evaluated the attempt has no event yet: it will be the next one.
  return turn.env.taskToken(frame.attempt?.event ?? turn.execution.lastEventId + 1);
}

function itemMember({ index, value, key, source }: ContextItem): JsonObject {
  return {
    Index: index,
    ...(key === undefined ? {} : { Key: key }),
    Value: value,
    ...(source === undefined ? {} : { Source: source }),
  };
}

/** The nearest iteration around a frame: its states see the same `Map.Item` as the ItemSelector did. */
function itemOf(frame: Frame): ContextItem | undefined {
  for (let inner = frame; inner.parent !== undefined; inner = inner.parent) {
    const fanOut = inner.parent.fanOut;
    if (fanOut?.items === undefined) continue;
    const index = inner.position;
    const items = fanOut.items.value;
    const value: Json = Array.isArray(items) ? (items[index] ?? null) : null;
    return { index, value, key: fanOut.keys?.[index] };
  }
  return undefined;
}
