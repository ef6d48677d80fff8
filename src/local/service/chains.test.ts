import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chains } from '../service/chains.ts';

test('Things of one name come after one another, whatever becomes of them', async () => {
  const chains = new Chains();
  const trace: string[] = [];
  const first = Promise.withResolvers<void>();
  const done = [
    chains.run('a', () => first.promise.then(() => trace.push('a1'))),
    chains.run('a', async () => {
      trace.push('a2');
      throw new RangeError('no');
    }),
    chains.run('a', async () => trace.push('a3')),
    chains.run('b', async () => trace.push('b')),
  ];
  await done[3];
  first.resolve();
  await Promise.allSettled(done);
  assert.deepEqual(trace, ['b', 'a1', 'a2', 'a3']);
});
