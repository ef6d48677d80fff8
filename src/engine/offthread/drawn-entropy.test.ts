import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawnEntropy, drawSeed } from './drawn-entropy.ts';

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('Chance that was drawn', () => {
  test('is the same for the same seed', () => assert.deepEqual(draws('a'), draws('a')));
  test('is another for another', () => assert.notDeepEqual(draws('a'), draws('b')));
  test('gives numbers from 0 to 1', () => {
    const numbers = Array.from({ length: 1000 }, drawnEntropy('a').random);
    assert.ok(numbers.every((number) => number >= 0 && number < 1));
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    assert.ok(Math.abs(mean - 0.5) < 0.05, `their mean is ${mean}`);
  });
  test('gives version 4 UUIDs, each another', () => {
    const uuids = Array.from({ length: 100 }, drawnEntropy('a').uuid);
    for (const uuid of uuids) assert.match(uuid, UUID_4);
    assert.equal(new Set(uuids).size, 100);
  });
  test('is seeded by all that two UUIDs hold', () => {
    let count = 0;
    assert.equal(drawSeed({ random: () => 0, uuid: () => `uuid-${++count}` }), 'uuid-1uuid-2');
  });
});

function draws(seed: string): unknown[] {
  const { random, uuid } = drawnEntropy(seed);
  return [random(), uuid(), random(), uuid()];
}
