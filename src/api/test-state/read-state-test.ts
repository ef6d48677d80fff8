import { followPointer, itemsPointerOf } from '../../asl/items-pointer.ts';
import { readSingleState, type SingleState, stateOfMachine } from '../../asl/single-state.ts';
import { type Diagnostic, describeDiagnostics } from '../../asl/validate.ts';
import type { Scope } from '../../base/arn.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { StateTestRequest } from '../../engine/test-state/run-state-test.ts';
import { readJsonText } from '../json-text.ts';
import type { TestStateInput } from '../model/test-state.ts';
import { checkPayloadBytes } from '../payload-size.ts';
import { checkContext } from './context.ts';
import { readMock } from './mock.ts';
import { checkTestable } from './testable.ts';

/**
 * What a request of TestState asks for.
 *
 * @param diagnostics Of its definition.
 * @throws ServiceError for everything that is wrong with it.
 */
export function readStateTest(
  request: TestStateInput,
  scope: Scope,
  diagnostics: readonly Diagnostic[],
): StateTestRequest {
  const { roleArn, input = '{}', stateConfiguration } = request;
  const state = stateOf(request, diagnostics);
  checkTestable(state, request);
  checkPayloadBytes(input, 'input');
  const read = readJsonText(input);
  if ('problem' in read) throw new ServiceError('InvalidExecutionInput', read.problem);
  const mock = readMock(state, request.mock);
  const context = objectIn(request.context, 'Invalid Context object provided: it must be a JSON object');
  if (context !== undefined) checkContext(context, state);
  const variables = objectIn(request.variables, 'Variables must be a JSON object');
  const readItems = itemsIn(stateConfiguration?.mapItemReaderData, state);
  return {
    ...{ scope, state, input: Payload.fromText(input, read.value), variables: variables ?? {} },
    ...(context === undefined ? {} : { context: Payload.fromText(request.context ?? '', context) }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(mock === undefined ? {} : { mock }),
    ...(readItems === undefined ? {} : { readItems }),
    retryCount: stateConfiguration?.retrierRetryCount ?? 0,
    failedIterations: stateConfiguration?.mapIterationFailureCount ?? 0,
  };
}

/** The state itself, or with a name that state of a whole machine, at any depth. */
function stateOf({ definition, stateName }: TestStateInput, diagnostics: readonly Diagnostic[]): SingleState {
  if (diagnostics.some(({ severity }) => severity === 'ERROR')) {
    throw new ServiceError('InvalidDefinition', describeDiagnostics(diagnostics));
  }
  const state = stateName === undefined ? readSingleState(definition) : stateOfMachine(definition, stateName);
  if (state === undefined) throw new ServiceError('ValidationException', 'State not found in definition');
  return state;
}

function objectIn(text: string | undefined, problem: string): JsonObject | undefined {
  if (text === undefined) return undefined;
  const read = readJsonText(text);
  if ('value' in read && isObject(read.value)) return read.value;
  throw new ServiceError('ValidationException', problem);
}

/** The items of a source in JSON or in lines of it, as an ItemReader finds them. */
function itemsIn(data: string | undefined, { definition }: SingleState): readonly Json[] | undefined {
  if (data === undefined) return undefined;
  const whole = readJsonText(data);
  const pointer = itemsPointerOf(definition);
  if ('problem' in whole)
    return data
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(itemIn);
  if (pointer === undefined) return isArray(whole.value) ? whole.value : [whole.value];
  const items = followPointer(whole.value, pointer);
  if (isArray(items)) return items;
  const text = `MapItemReaderData has no array where ItemsPointer '${pointer}' leads.`;
  throw new ServiceError('ValidationException', text);
}

function itemIn(line: string): Json {
  const read = readJsonText(line);
  if ('value' in read) return read.value;
  const text = 'MapItemReaderData must be JSON, or lines of JSON: stepwell reads no other format here.';
  throw new ServiceError('ValidationException', text);
}
