import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../../test/interpreter/machine-run.ts';
import { distributed, pass } from '../../../test/interpreter/states.ts';
import { countsOf } from '../map-run.ts';

describe('The inputs of a Map Run', () => {
  test('are the items', () => {
    assert.deepEqual(inputs('[1,{"a":2}]'), ['1', '{"a":2}']);
  });

  test('are what ItemSelector makes of them', () => {
    const ItemSelector = { 'item.$': '$$.Map.Item', 'all.$': '$.n' };
    assert.deepEqual(inputs('{"list":["a"],"n":7}', { ItemsPath: '$.list', ItemSelector }), [
      '{"item":{"Index":0,"Value":"a","Source":"STATE_DATA"},"all":7}',
    ]);
  });

  test('are the members of an object, with their names', () => {
    const jsonata = { QueryLanguage: 'JSONata', Items: { k: 1 } };
    const ItemSelector = '{% $states.context.Map.Item.Key %}';
    assert.deepEqual(inputs('{}', { ...jsonata, ItemSelector }), ['"k"']);
  });

  test('are batches of so many items', () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { 'from.$': '$$.Execution.Name' } };
    assert.deepEqual(inputs('[1,2,3]', { ItemBatcher }), [
      '{"BatchInput":{"from":"e"},"Items":[1,2]}',
      '{"BatchInput":{"from":"e"},"Items":[3]}',
    ]);
  });

  test('are batches of so many bytes, whole items only', () => {
    const ItemBatcher = { MaxInputBytesPerBatch: '{"Items":["aaa","bbb"]}'.length };
    assert.deepEqual(inputs('["aaa","bbb","ccc"]', { ItemBatcher }), [
      '{"Items":["aaa","bbb"]}',
      '{"Items":["ccc"]}',
    ]);
  });

  test('are batches by whichever limit is reached first', () => {
    const ItemBatcher = { MaxItemsPerBatch: 3, MaxInputBytesPerBatch: 19 };
    assert.deepEqual(inputs('["a","b","c"]', { ItemBatcher }), ['{"Items":["a","b"]}', '{"Items":["c"]}']);
  });

  test('may take their limits from the input', () => {
    const more = { ItemsPath: '$.l', ItemBatcher: { MaxItemsPerBatchPath: '$.n' } };
    assert.deepEqual(inputs('{"l":[1,2],"n":2}', more), ['{"Items":[1,2]}']);
  });

  test('see no limit that is none', () => {
    const more = { ItemsPath: '$.l', ItemBatcher: { MaxItemsPerBatchPath: '$.n' } };
    run('{"l":[1],"n":0}', more).ends('FAILED', 'States.Runtime');
  });

  test('fail the run when an item is larger than a batch may be', () => {
    run('["aaaa"]', { ItemBatcher: { MaxInputBytesPerBatch: 5 } }).ends('FAILED', 'States.DataLimitExceeded');
  });

  test('are counted as items and as executions', () => {
    const made = run('[1,2,3,4,5]', { MaxConcurrency: 1, ItemBatcher: { MaxItemsPerBatch: 2 } });
    const { items, executions } = countsOf(mapRun(made.child(0, 'SUCCEEDED')));
    assert.deepEqual([items.pending, items.running, items.succeeded, items.total], [1, 2, 2, 5]);
    const { pending, running, succeeded, total } = executions;
    assert.deepEqual([pending, running, succeeded, total], [1, 1, 1, 3]);
  });
});

function run(input: string, more: object = {}): MachineRun {
  return new MachineRun({ M: distributed({ A: pass() }, more) }, { input });
}

function mapRun(made: MachineRun) {
  const found = made.execution.mapRuns.values().next().value;
  assert.ok(found !== undefined);
  return found;
}

function inputs(input: string, more: object = {}): string[] {
  return [...mapRun(run(input, more)).running.values()].map((child) => child.input.text);
}
