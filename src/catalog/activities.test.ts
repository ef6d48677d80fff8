import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceError } from '../base/service-error.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { StoredActivities } from './activities.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const ARN = 'arn:aws:states:us-east-1:123456789012:activity:a';

describe('activities', () => {
  test('created twice answer with the first date', async () => {
    const activities = stored();
    const first = await activities.create(SCOPE, {
      name: 'a',
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
    assert.deepEqual([first.arn, first.createdAt], [ARN, 1]);
    assert.deepEqual(
      await activities.create(SCOPE, { name: 'a', encryptionConfiguration: { type: 'AWS_OWNED_KEY' } }),
      first,
    );
  });
  test('created again with another encryption are refused', async () => {
    const activities = stored();
    await activities.create(SCOPE, { name: 'a', encryptionConfiguration: { type: 'AWS_OWNED_KEY' } });
    await assert.rejects(
      activities.create(SCOPE, {
        name: 'a',
        encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'k' },
      }),
      (error) => error instanceof ServiceError && error.code === 'ActivityAlreadyExists',
    );
  });
  test('are found until they are deleted, and deleting is idempotent', async () => {
    const activities = stored();
    await activities.create(SCOPE, { name: 'a', encryptionConfiguration: { type: 'AWS_OWNED_KEY' } });
    assert.equal((await activities.find(ARN))?.name, 'a');
    await activities.delete(ARN);
    await activities.delete(ARN);
    assert.equal(await activities.find(ARN), undefined);
  });
  test('deleted while they were read are not remembered', async () => {
    const store = createMemoryStore();
    const gate = Promise.withResolvers<void>();
    const read = store.document.bind(store);
    let reads = 0;
    store.document = async (kind, key) => {
      const found = await read(kind, key);
      // The first read is that of `create`, the second that of `find`.
      if (++reads === 2) await gate.promise;
      return found;
    };
    const activities = new StoredActivities({ store, now: () => 1 });
    await activities.create(SCOPE, { name: 'a', encryptionConfiguration: { type: 'AWS_OWNED_KEY' } });
    const reading = activities.find(ARN);
    await activities.delete(ARN);
    gate.resolve();
    assert.equal((await reading)?.name, 'a');
    assert.equal(await activities.find(ARN), undefined);
  });
  test('are not found by what is no activity ARN', async () => {
    assert.equal(await stored().find('arn:aws:states:us-east-1:123456789012:stateMachine:a'), undefined);
    await stored().delete('x');
  });
  test('are listed page by page in creation order', async () => {
    const activities = stored();
    for (const name of ['b', 'a', 'c'])
      await activities.create(SCOPE, { name, encryptionConfiguration: { type: 'AWS_OWNED_KEY' } });
    const first = await activities.list(SCOPE, { limit: 2 });
    const second = await activities.list(SCOPE, { limit: 2, after: first.after ?? 0 });
    const names = [first, second].map((page) => page.activities.map(({ name }) => name));
    assert.deepEqual([...names, second.after], [['b', 'a'], ['c'], undefined]);
  });
});

function stored(): StoredActivities {
  let now = 0;
  return new StoredActivities({ store: createMemoryStore(), now: () => ++now });
}
