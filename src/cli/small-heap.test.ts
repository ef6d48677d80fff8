import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';

describe('A small heap', () => {
  test('has a young generation that stops growing', () => {
    assert.ok(youngMb([]) <= 40);
  });
  test('has one that grows again after it has shrunk', () => {
    const shrink = "gc({ type: 'major', flavor: 'last-resort' });";
    assert.ok(youngMb(['--expose-gc'], shrink) > 16);
  });
  test('is not forced upon who has chosen a size', () => {
    assert.ok(youngMb(['--max-semi-space-size=32']) > 40);
  });
});

/**
 * What the young generation of a process comes to that makes much and keeps a part of it.
 *
 * @param between What happens before it does so once more.
 */
function youngMb(flags: readonly string[], between = ''): number {
  const script = `
    const { keepHeapSmall } = await import('./src/cli/small-heap.ts');
    const { getHeapSpaceStatistics } = await import('node:v8');
    keepHeapSmall();
    const kept = [];
    const work = async () => {
      for (let i = 0; i < 300; i++) {
        for (let n = 0; n < 20_000; n++) kept[n] = [n, { n }];
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const young = () =>
      getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1e6;
    await work();
    ${between}
    // On a busy machine V8 takes it for idle, and lets it shrink again.
    for (let times = 0; times < 20 && (times === 0 || young() < 16); times++) await work();
    console.log(young());`;
  const node = [...flags, '--input-type=module', '-e', script];
  return Number(execFileSync(process.execPath, node, { encoding: 'utf8' }));
}
