import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StateError } from '../../base/state-error.ts';
import { optimizedError, type Refusal, sdkError } from './refusal.ts';

describe('A refused call', () => {
  test('of the SDK for Java 2 has the name of its exception', () => {
    tells(sdkError('Sfn', refusal(), R1), [
      'Sfn.InvalidTokenException',
      'No. (Service: Sfn, Status Code: 400, Request ID: r-1) (SDK Attempt Count: 1)',
    ]);
  });

  test('of an optimized integration has it, too', () => {
    tells(optimizedError(SERVICE, refusal(), 'r-1'), [
      'StepFunctions.InvalidTokenException',
      'No. (Service: AWSStepFunctions; Status Code: 400; Error Code: InvalidToken; Request ID: r-1; Proxy: null)',
    ]);
  });

  test('whose name is that of an exception already keeps it', () => {
    const one = refusal({ code: 'ValidationException' });
    assert.equal(sdkError('Sfn', one, R1).error, 'Sfn.ValidationException');
    assert.equal(optimizedError(SERVICE, one, 'r').error, 'StepFunctions.ValidationException');
  });

  test("that the SDK has no class for has its service's", () => {
    const one = refusal({ code: 'ThrottlingException', isModelled: false });
    assert.equal(sdkError('DynamoDb', one, R1).error, 'DynamoDb.DynamoDbException');
    assert.equal(optimizedError(SERVICE, one, 'r').error, 'StepFunctions.AWSStepFunctionsException');
  });
});

const R1 = { requestId: 'r-1' };
const SERVICE = { prefix: 'StepFunctions', sdkName: 'AWSStepFunctions' };

function refusal(more: Partial<Refusal> = {}): Refusal {
  return { code: 'InvalidToken', message: 'No.', status: 400, isModelled: true, ...more };
}

function tells({ error, message }: StateError, expected: readonly [string, string]): void {
  assert.deepEqual([error, message], expected);
}
