import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceRefusal } from '../service/refusal.ts';
import { checkBucketName, checkKey } from './bucket.ts';

test('A bucket has a name that could be a host', () => {
  for (const name of ['abc', 'a.b-c', '1bc', 'a'.repeat(63)]) checkBucketName(name);
  for (const name of [
    'ab',
    'Abc',
    'a..b',
    '-ab',
    'a_b',
    '../x',
    '1.2.3.4',
    'a'.repeat(64),
    'xn--a',
    'a\0b',
    'abc-s3alias',
  ])
    assert.throws(() => checkBucketName(name), ServiceRefusal, name);
});

test('A key has at most 1,024 bytes, of any kind', () => {
  checkKey(`../${'\0'}${'é'.repeat(510)}`);
  assert.throws(() => checkKey('é'.repeat(513)), ServiceRefusal);
});
