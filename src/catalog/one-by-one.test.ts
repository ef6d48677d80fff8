import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OneByOne } from './one-by-one.ts';

describe('Changes one by one', () => {
  test('begin when those before them have ended', async () => {
    const { line, log, change } = lineWithLog();
    await Promise.all([line.run(change('a')), line.run(change('b'))]);
    assert.deepEqual(log, ['a begins', 'a ends', 'b begins', 'b ends']);
  });
  test('go on after one that fails', async () => {
    const { line, log, change } = lineWithLog();
    const failing = line.run(() => Promise.reject(new Error('no')));
    await Promise.all([assert.rejects(failing, /no/), line.run(change('b'))]);
    assert.deepEqual(log, ['b begins', 'b ends']);
  });
});

function lineWithLog() {
  const log: string[] = [];
  const change = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  return { line: new OneByOne(), log, change };
}
