import { parseResource } from '../../asl/resource.ts';
import type { SingleState } from '../../asl/single-state.ts';
import { isArray, isObject, type Json, member } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { StateTestRequest } from '../../engine/test-state/run-state-test.ts';
import { readJsonText } from '../json-text.ts';
import type { MockInput } from '../model/structures.ts';
import { problemOf } from './response.ts';
import { responseOf } from './response-shapes.ts';

/** What the mock says the state's work gives. @throws ServiceError when such a state cannot give that. */
export function readMock(state: SingleState, mock: MockInput | undefined): StateTestRequest['mock'] {
  if (mock === undefined) return undefined;
  const { result, errorOutput } = mock;
  if (result === undefined) {
    return { failure: { error: errorOutput?.error, cause: errorOutput?.cause } };
  }
  const read = readJsonText(result);
  if ('problem' in read) throw invalid('Mocked result must be valid JSON');
  checkKind(state, read.value);
  checkResponse(state, read.value, mock.fieldValidationMode ?? 'STRICT');
  return { output: Payload.fromText(result, read.value) };
}

function checkKind({ definition }: SingleState, result: Json): void {
  const type = member(definition, 'Type');
  if (type === 'Map' && member(definition, 'ResultWriter') !== undefined) {
    if (!isObject(result)) throw invalid('Mocked result must be a JSON object.');
    return;
  }
  if (type !== 'Map' && type !== 'Parallel') return;
  if (!isArray(result)) throw invalid('Mocked result must be an array.');
  const branches = member(definition, 'Branches');
  if (isArray(branches) && branches.length !== result.length) {
    throw invalid('Mocked result must contain the same number of items as number of Parallel branches.');
  }
}

/** Only what a service answers at once has a shape: what comes by a token or of a job may be anything. */
function checkResponse({ definition }: SingleState, result: Json, mode: 'STRICT' | 'PRESENT' | 'NONE'): void {
  if (mode === 'NONE' || member(definition, 'Type') !== 'Task') return;
  const resource = parseResource(String(member(definition, 'Resource')));
  if (resource?.kind !== 'service' || resource.pattern !== 'requestResponse') return;
  const shape = responseOf(resource.service, resource.action);
  const problem = shape === undefined ? undefined : problemOf(result, shape, mode === 'STRICT');
  if (problem !== undefined) throw invalid(`Mock result schema validation error: ${problem}`);
}

function invalid(text: string): ServiceError {
  return new ServiceError('ValidationException', text);
}
