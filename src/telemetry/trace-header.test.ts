import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { headerFrom, newTraceHeader, parseTraceHeader, segmentId } from './trace-header.ts';

const ROOT = '1-6960d120-0123456789ab4cde8f012345';
const entropy = { random: () => 0.5, uuid: () => '01234567-89ab-4cde-8f01-234567890abc' };

describe('A trace header', () => {
  test('that is new begins with the moment, and says whether it is sampled', () => {
    assert.match(newTraceHeader(0x6960d120 * 1000, entropy, 1), /^Root=1-6960d120-[0-9a-f]{24};Sampled=1$/);
    assert.match(newTraceHeader(0, entropy, 0.5), /;Sampled=0$/);
    assert.match(newTraceHeader(0, entropy, 0.51), /;Sampled=1$/);
  });

  test('is read in any order', () => {
    assert.deepEqual(parseTraceHeader(`Sampled=0; Parent=0123456789abcdef;Root=${ROOT}`), {
      ...{ root: ROOT, parent: '0123456789abcdef', isSampled: false },
    });
    assert.deepEqual(parseTraceHeader(`root=${ROOT};Parent=x`), { root: ROOT, isSampled: true });
  });

  test('without a trace is none', () => {
    for (const text of ['', 'Root=1', 'Parent=0123456789abcdef', `Self=${ROOT}`])
      assert.equal(parseTraceHeader(text), undefined);
  });

  test('is passed on with the caller’s segment', () => {
    const id = segmentId('arn', 3);
    assert.match(id, /^[0-9a-f]{16}$/);
    assert.equal(headerFrom({ root: ROOT, isSampled: true }, id), `Root=${ROOT};Parent=${id};Sampled=1`);
  });
});
