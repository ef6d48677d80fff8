import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../../base/json.ts';

describe('Map rules', () => {
  test('a distributed processor says how its children run, an inline one does not', () => {
    configRefuses({ Mode: 'DISTRIBUTED' }, 'These fields are required: [ExecutionType]');
    configRefuses({ Mode: 'INLINE', ExecutionType: 'EXPRESS' }, "Field 'ExecutionType' is not supported");
    configRefuses(
      { Mode: 'DISTRIBUTED', ExecutionType: 'FAST' },
      'Value should be one of the following: [STANDARD, EXPRESS]',
      '/ExecutionType',
    );
    assert.deepEqual(
      problemsOf(map({ ItemProcessor: processor({ Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }) })),
      [],
    );
  });

  test('an express machine has no distributed Map', () => {
    const state = map({ ItemProcessor: processor({ Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }) });
    const message =
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
    assert.deepEqual(problemsOf(state, {}, 'EXPRESS'), [
      `${message} at /States/S/ItemProcessor/ProcessorConfig/Mode`,
    ]);
  });

  test('express executions of a distributed Map can do what an express machine can', () => {
    const config = { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' };
    const inner = { ...map({ ItemProcessor: processor(config) }), End: true };
    const around = { ProcessorConfig: config, StartAt: 'Inner', States: { Inner: inner } };
    const message =
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
    assert.deepEqual(problemsOf(map({ ItemProcessor: around })), [
      `${message} at /States/S/ItemProcessor/States/Inner/ItemProcessor/ProcessorConfig/Mode`,
    ]);
    const standard = { ...around, ProcessorConfig: { ...config, ExecutionType: 'STANDARD' } };
    assert.deepEqual(problemsOf(map({ ItemProcessor: standard })), []);
  });

  test('Items is an array, an object or an expression', () => {
    for (const Items of [[1], { a: 1 }, '{% $x %}']) itemsAre(Items, []);
    for (const Items of [1, 'x', null])
      itemsAre(Items, ['Items must be an array, an object or a JSONata expression at /States/S/Items']);
  });

  test('ItemsPath is not null', () => {
    refuses({ ItemsPath: null }, 'Expected value of type [STRING] at /States/S/ItemsPath');
  });

  test('a Label is short, plain and unique', () => {
    const long = 'x'.repeat(41);
    refuses(
      { Label: long },
      `Label name '${long}' exceeds the 40-character limit allowed by the service at /States/S/Label`,
    );
    refuses({ Label: 'a b' }, "Label name 'a b' contains invalid characters at /States/S/Label");
    const inner = { StartAt: 'I', States: { I: { ...map({ Label: 'x' }), ItemProcessor: plain('J') } } };
    const location = '/States/S/ItemProcessor/States/I/Label';
    assert.deepEqual(problemsOf({ ItemProcessor: inner, Type: 'Map', End: true, Label: 'x' }), [
      `Duplicate Label name: x at ${location.replace('/ItemProcessor/States/I', '')}`,
    ]);
  });
});

function plain(name: string): JsonObject {
  return { StartAt: name, States: { [name]: { Type: 'Pass', End: true } } };
}

function processor(config: JsonObject): JsonObject {
  return { ProcessorConfig: config, ...plain('I') };
}

function map(fields: JsonObject): JsonObject {
  return { Type: 'Map', ItemProcessor: plain('I'), End: true, ...fields };
}

function refuses(fields: JsonObject, problem: string): void {
  assert.deepEqual(problemsOf(map(fields)), [problem]);
}

function configRefuses(config: JsonObject, message: string, field = ''): void {
  refuses(
    { ItemProcessor: processor(config) },
    `${message} at /States/S/ItemProcessor/ProcessorConfig${field}`,
  );
}

function itemsAre(Items: Json, problems: readonly string[]): void {
  assert.deepEqual(problemsOf(map({ Items, QueryLanguage: 'JSONata' })), problems);
}
