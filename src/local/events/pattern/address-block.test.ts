import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddressBlock } from './address-block.ts';

test('A block has the addresses of its own family that begin with its bits', () => {
  const four = parseAddressBlock('10.0.0.128/25');
  assert.deepEqual(['10.0.0.200', '10.0.0.1', '::ffff:10.0.0.200', 'x', ''].map(four), [
    ...[true, false, false, false, false],
  ]);
  const six = parseAddressBlock('2001:db8::/32');
  assert.deepEqual(['2001:db8:1::1', '2001:db9::', '10.0.0.1'].map(six), [true, false, false]);
});

test('What is no block is refused', () => {
  for (const text of ['10.0.0.0', '10.0.0.0/8/8'])
    assert.throws(() => parseAddressBlock(text), /one '\/' required/);
  assert.throws(() => parseAddressBlock('10.0.0/8'), /Nonstandard IP address: 10.0.0$/);
  assert.throws(() => parseAddressBlock('10.0.0.0/x'), /must be an integer/);
  assert.throws(() => parseAddressBlock('10.0.0.0/33'), /at most 32/);
});
