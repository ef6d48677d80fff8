import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json, JsonObject } from '../../base/json.ts';
import { planOf } from './plan.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { stackModel } from './stack-model.ts';
import { emptyStack, type ResourceRecord } from './stack-record.ts';

describe('A plan', () => {
  test('creates what is not there', () => {
    plans({ resources: { A: topic({}) } }, ['create A']);
  });
  test('keeps what is as it was', () => {
    plans({ resources: { A: topic({}) }, before: [kept('A', {})] }, ['keep A']);
  });
  test('updates what can be changed and replaces what cannot', () => {
    plans({ resources: { A: topic({ DisplayName: 'x' }) }, before: [kept('A', {})] }, [
      'update A DisplayName',
    ]);
    plans({ resources: { A: topic({ FifoTopic: true }) }, before: [kept('A', {})] }, ['replace A FifoTopic']);
  });
  test('what refers to something that is replaced changes with it', () => {
    const resources = { A: topic({ FifoTopic: true }), B: topic({ DisplayName: { Ref: 'A' } }) };
    const before = [kept('A', {}), kept('B', { DisplayName: 'arn:A' })];
    plans({ resources, before }, ['replace A FifoTopic', 'update B DisplayName']);
  });
  test('what refers to something that is only updated does not', () => {
    const resources = { A: topic({ DisplayName: 'x' }), B: topic({ DisplayName: { Ref: 'A' } }) };
    plans({ resources, before: [kept('A', {}), kept('B', { DisplayName: 'arn:A' })] }, [
      'update A DisplayName',
      'keep B',
    ]);
  });
  test('deletes what the template has no more, the last made first', () => {
    plans({ resources: { A: topic({}) }, before: [kept('A', {}), kept('B', {}), kept('C', {})] }, [
      'keep A',
      'delete C',
      'delete B',
    ]);
  });
  test('makes again what the server has lost and what was begun', () => {
    plans({ resources: { A: topic({}) }, before: [kept('A', {})], lost: ['A'] }, ['create A']);
    plans({ resources: { A: topic({}) }, before: [{ ...kept('A', {}), id: '', status: 'making' }] }, [
      'create A',
    ]);
    plans({ resources: { A: topic({}) }, before: [{ ...kept('A', {}), status: 'making' }] }, ['update A']);
  });
  test('a resource of another type is replaced', () => {
    plans({ resources: { A: { Type: 'AWS::SQS::Queue' } }, before: [kept('A', {})] }, ['replace A']);
  });
  test('a change that would need the same name twice is refused', () => {
    const before = [{ ...kept('A', { TopicName: 'mine' }), name: 'mine' }];
    const resources = { A: topic({ TopicName: 'mine', FifoTopic: true }) };
    assert.throws(() => plans({ resources, before }, []), /needs another name than mine/);
  });
});

function topic(properties: JsonObject): JsonObject {
  return { Type: 'AWS::SNS::Topic', Properties: properties };
}

function kept(logicalId: string, properties: JsonObject): ResourceRecord {
  return {
    ...{
      logicalId,
      type: 'AWS::SNS::Topic',
      id: `arn:${logicalId}`,
      name: `orders-${logicalId}`,
      properties,
    },
    ...{ attributes: {}, status: 'made', generation: 0, isRetained: false },
  };
}

interface Given {
  readonly resources: JsonObject;
  readonly before?: readonly ResourceRecord[];
  readonly lost?: readonly string[];
}

function plans({ resources, before = [], lost = [] }: Given, wanted: readonly string[]): void {
  const types = RESOURCE_TYPES;
  const around = {
    stack: 'orders',
    region: 'us-east-1',
    account: '123456789012',
    parameters: new Map<string, string>(),
    exports: new Map<string, Json>(),
    types,
  };
  const model = stackModel({ Resources: resources }, around);
  const record = { ...emptyStack('orders'), resources: before };
  const steps = planOf({
    model,
    record,
    types,
    lost: new Set(lost),
    prepared: (_, properties) => properties,
  });
  assert.deepEqual(
    steps.map(({ kind, logicalId, changed }) => [kind, logicalId, ...changed].join(' ')),
    wanted,
  );
}
