import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { problemOf } from './response.ts';
import { responseOf } from './response-shapes.ts';

describe('an answer of a service', () => {
  test('has fields of their types', () => {
    says('lambda:invoke', { StatusCode: '200' }, "Field 'StatusCode' must be a number");
    says('events:putEvents', { Entries: 'x' }, "Field 'Entries' must be an array");
    says(
      'dynamodb:putItem',
      { ConsumedCapacity: { CapacityUnits: '1' } },
      "Field 'CapacityUnits' must be a number",
    );
    says('dynamodb:putItem', { Attributes: [] }, "Field 'Attributes' must be an object");
    says('s3:getObject', { DeleteMarker: 1 }, "Field 'DeleteMarker' must be a boolean");
  });
  test('is looked at item by item', () => {
    says(
      'events:putEvents',
      { Entries: [{ EventId: 'a' }, { EventId: [] }] },
      "Field 'EventId' must be a string",
    );
  });
  test('keeps to its limits', () => {
    const sized = (MemorySize: number) => ({ Configuration: { MemorySize } });
    says('lambda:getFunction', sized(127), "Field 'MemorySize' is less than the minimum value");
    says('lambda:getFunction', sized(10_241), "Field 'MemorySize' exceeds the maximum value");
    says('lambda:getFunction', sized(10_240), undefined);
    says('kms:encrypt', { CiphertextBlob: '' }, "Field 'CiphertextBlob' is smaller than the minimum length");
    says('s3:getObject', { StorageClass: 'Papyrus' }, "Field 'StorageClass' is not an expected value");
  });
  test('has what it must have, when asked for', () => {
    says('states:startExecution', {}, "Required field 'ExecutionArn' is missing");
    says('states:startExecution', {}, undefined, false);
  });
  test('may have more', () =>
    says('sqs:sendMessage', { SdkHttpMetadata: { HttpStatusCode: 200 } }, undefined));
  test('is an object', () => says('sns:publish', [], 'The result must be an object'));
  test('is the same by the SDK', () =>
    assert.equal(responseOf('aws-sdk:sfn', 'startExecution'), shapeOf('states:startExecution')));
  test('of other actions is not known', () =>
    assert.equal(responseOf('aws-sdk:ec2', 'runInstances'), undefined));
});

function says(name: string, answer: Json, problem: string | undefined, isComplete = true): void {
  const shape = shapeOf(name);
  assert.ok(shape !== undefined);
  assert.equal(problemOf(answer, shape, isComplete), problem);
}

function shapeOf(name: string) {
  const [service = '', action = ''] = name.split(':');
  return responseOf(service, action);
}
