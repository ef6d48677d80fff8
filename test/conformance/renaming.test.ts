import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renamed } from './renaming.ts';

const ONE = {
  name: 'machine_1234abcd',
  definition: 'arn:machine_1234abcd',
  regex: '1234abcd\\-ffff',
  other: 'deadbeef',
};

test('a name changes everywhere, and keeps its length', () => {
  const { name, definition, regex } = renamed(ONE, [ONE.name], 'run');
  assert.notEqual(name, ONE.name);
  assert.match(name, /^machine_[0-9a-f]{8}$/);
  assert.deepEqual([definition, regex], [`arn:${name}`, `${name.slice(-8)}\\-ffff`]);
});

test('what no name holds stays', () => {
  assert.equal(renamed(ONE, [ONE.name], 'run').other, 'deadbeef');
});

test('one run gives one name, another run another', () => {
  const nameIn = (run: string) => renamed(ONE, [ONE.name], run).name;
  assert.equal(nameIn('run'), nameIn('run'));
  assert.notEqual(nameIn('run'), nameIn('next run'));
});

test('longer rows of digits are no drawn names', () => {
  assert.deepEqual(renamed(ONE, ['000000001234abcd'], 'run'), ONE);
});
