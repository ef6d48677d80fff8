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
    await work();
    ${between}
    await new Promise((resolve) => setTimeout(resolve, 10));
    await work();
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1e6);`;
  const node = [...flags, '--input-type=module', '-e', script];
  return Number(execFileSync(process.execPath, node, { encoding: 'utf8' }));
}
