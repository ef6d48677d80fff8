import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf } from '../../test/asl/state-under-test.ts';
import { batcherOf, jsonataBatcherOf } from './item-batcher.ts';

describe('ItemBatcher', () => {
  test('has its limits from the definition, or from the effective input', () => {
    const scope = scopeOf({}, { result: { n: 3 } });
    assert.equal(batcherOf({ MaxItemsPerBatch: 2 }).itemsMax?.(scope), 2);
    assert.equal(batcherOf({ MaxItemsPerBatchPath: '$.n' }).itemsMax?.(scope), 3);
    assert.equal(batcherOf({ MaxInputBytesPerBatchPath: '$.n' }).bytesMax?.(scope), 3);
    assert.equal(batcherOf({ MaxItemsPerBatch: 2 }).bytesMax, undefined);
  });

  test('refuses limits that are none', () => {
    const scope = scopeOf({}, { result: { n: 0, m: 262_145 } });
    const none = batcherOf({ MaxItemsPerBatchPath: '$.n' });
    assert.throws(() => none.itemsMax?.(scope), /MaxItemsPerBatch must be positive/);
    const many = batcherOf({ MaxInputBytesPerBatchPath: '$.m' });
    assert.throws(() => many.bytesMax?.(scope), /MaxInputBytesPerBatch cannot be greater than 262144/);
  });

  test('makes its input from the effective input', () => {
    const { input } = batcherOf({ MaxItemsPerBatch: 1, BatchInput: { 'x.$': '$.n' } });
    assert.deepEqual(input?.(scopeOf({}, { result: { n: 3 } })), { x: 3 });
  });

  test('may be made of JSONata', () => {
    const batcher = jsonataBatcherOf({
      MaxItemsPerBatch: '{% $states.input.n %}',
      BatchInput: '{% 1 + 1 %}',
    });
    assert.deepEqual([batcher.itemsMax?.(scopeOf({ n: 4 })), batcher.input?.(scopeOf({}))], [4, 2]);
    assert.throws(
      () => batcher.itemsMax?.(scopeOf({ n: 1.5 })),
      /MaxItemsPerBatch must be an integer, not 1.5/,
    );
    assert.throws(() => batcher.itemsMax?.(scopeOf({ n: 0 })), /MaxItemsPerBatch must be positive/);
  });
});
