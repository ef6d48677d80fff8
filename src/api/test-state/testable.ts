import { parseResource } from '../../asl/resource.ts';
import { findStateIn, type SingleState } from '../../asl/single-state.ts';
import { member } from '../../base/json.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { TestStateInput } from '../model/test-state.ts';

/** Of these types AWS lets the work be mocked. */
const MOCKABLE = new Set(['Task', 'Map', 'Parallel']);

/** Refuses what cannot be tested this way: types of states, and settings that need a mock. */
export function checkTestable(state: SingleState, request: TestStateInput): void {
  const type = String(member(state.definition, 'Type'));
  const { mock, stateConfiguration } = request;
  if (mock === undefined) return checkUnmocked(type, state, request);
  if (!MOCKABLE.has(type)) refuse(`State type '${type}' is not supported when a mock is specified`);
  const origin = stateConfiguration?.errorCausedByState;
  if (origin !== undefined && findStateIn(state, origin) === undefined)
    refuse('State not found in definition');
}

function checkUnmocked(type: string, state: SingleState, request: TestStateInput): void {
  const { context, roleArn, stateConfiguration = {} } = request;
  const { mapIterationFailureCount, retrierRetryCount, errorCausedByState, mapItemReaderData } =
    stateConfiguration;
  needsMock('Context', context);
  needsMock('MapIterationFailureCount', mapIterationFailureCount);
  needsMock('RetrierRetryCount', retrierRetryCount);
  needsMock('ErrorCausedByState', errorCausedByState);
  needsMock('MapItemReaderData', mapItemReaderData);
  if (type === 'Map' || type === 'Parallel') {
    throw new ServiceError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: ' +
        '[Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (type !== 'Task') return;
  if (roleArn === undefined) refuse('RoleArn must be specified when testing a Task state');
  const resource = parseResource(String(member(state.definition, 'Resource')));
  const isAsked = resource?.kind === 'service' && resource.pattern !== 'requestResponse';
  if (resource?.kind !== 'activity' && !isAsked) return;
  throw new ServiceError(
    'InvalidDefinition',
    `TestState does not support the resource ${resource.arn} when a mock is not specified.`,
  );
}

/** The sentence was recorded on AWS for MapIterationFailureCount. */
function needsMock(field: string, value: unknown): void {
  if (value !== undefined) refuse(`TestState does not support ${field} when a mock is not specified.`);
}

function refuse(text: string): never {
  throw new ServiceError('ValidationException', text);
}
