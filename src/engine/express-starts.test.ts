import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { Unavailable } from '../base/unavailable.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { ExpressStarts } from './express-starts.ts';

describe('Starts of asynchronous Express executions', () => {
  test('are read in the order in which they were added, page by page', async () => {
    const starts = newStarts();
    for (let i = 0; i < 120; i++) await starts.add(start(`r${i}`));
    assert.deepEqual(
      await runs(starts),
      Array.from({ length: 120 }, (_, i) => `r${i}`),
    );
  });

  test('keep the text of their input', async () => {
    const starts = newStarts();
    await starts.add({ ...start('r'), input: '{"a": 1.10,"__proto__":"\\u0000"}' });
    for await (const { input } of starts.all()) assert.equal(input, '{"a": 1.10,"__proto__":"\\u0000"}');
  });

  test('are gone once removed, also while they are being read', async () => {
    const starts = newStarts();
    for (let i = 0; i < 100; i++) await starts.add(start(`r${i}`));
    const read: string[] = [];
    for await (const { run } of starts.all()) {
      read.push(run);
      await starts.remove(run);
    }
    assert.equal(read.length, 100);
    assert.deepEqual(await runs(starts), []);
  });

  test('are refused under a number that is taken', async () => {
    const starts = newStarts();
    await starts.add(start('r'));
    await assert.rejects(starts.add(start('r')), Unavailable);
  });

  test('may be removed twice', async () => {
    const starts = newStarts();
    await starts.add(start('r'));
    await Promise.all([starts.remove('r'), starts.remove('r')]);
    await starts.close();
    assert.deepEqual(await runs(starts), []);
  });
});

function newStarts(): ExpressStarts {
  return new ExpressStarts(createMemoryStore(), new FakeClock());
}

function start(run: string) {
  return { machine: 1, revision: 1, name: 'e', run, input: '{}' };
}

async function runs(starts: ExpressStarts): Promise<string[]> {
  const found: string[] = [];
  for await (const { run } of starts.all()) found.push(run);
  return found;
}
