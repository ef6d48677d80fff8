import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newKeyPair, printCredentials, readCredentials } from './credentials-document.ts';

const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const ENTRY = {
  accessKeyId: 'SWAKAAAAAAAAAAAAAAAA',
  secretAccessKey: 'a/secret+of=16characters',
  account: '123456789012',
  name: 'ci',
  createdAt: '2026-01-01T00:00:00Z',
  policies: [POLICY],
};

describe('A credentials file', () => {
  test('says the same when it is read and printed', () => {
    const text = JSON.stringify({ version: 1, credentials: [ENTRY] });
    const pairs = readCredentials(text);
    assert.ok(!('problem' in pairs));
    assert.deepEqual(JSON.parse(printCredentials(pairs)), JSON.parse(text));
  });
  test('may be empty', () => assert.deepEqual(readCredentials('{"version":1,"credentials":[]}'), []));
  test('that is no JSON is refused without showing any of it', () => {
    assert.deepEqual(readCredentials('{"secretAccessKey":"x'), { problem: 'it is not JSON' });
  });
  test('of another form is refused', () => {
    for (const text of ['[]', 'null', '{}', '{"version":1,"credentials":{}}'])
      refused(text, /it has no list "credentials"/);
    refused('{"version":2,"credentials":[]}', /"version" is not 1/);
  });
  test('with a mistake in one entry is refused as a whole', () => {
    for (const [change, problem] of [
      [{ accessKeyId: 'test' }, /entry 2: accessKeyId must be/],
      [{ accessKeyId: null }, /accessKeyId must be/],
      [{ secretAccessKey: 'short' }, /secretAccessKey must be/],
      [{ account: '12' }, /account must be 12 digits/],
      [{ name: 'a b' }, /name must be/],
      [{ createdAt: 'yesterday' }, /createdAt must be/],
      [{ policies: {} }, /policies must be a list/],
      [{ policies: [{ Statement: [] }] }, /its policy: Statement is missing/],
    ] as const)
      refused(withSecond({ accessKeyId: 'SWAKBBBBBBBBBBBBBBBB', ...change }), problem);
    refused(JSON.stringify({ version: 1, credentials: [1] }), /entry 1: it is not an object/);
  });
  test('with a key twice is refused', () =>
    refused(withSecond({}), /entry 2: its accessKeyId is there twice/));
});

describe('A new key pair', () => {
  const of = { account: '123456789012', policies: [], documents: [] };
  test('is made of chance only, and can be read back', () => {
    const pair = newKeyPair({ ...of, name: 'ci' }, 0, (bytes) => Buffer.alloc(bytes, 0xff));
    assert.equal(pair.accessKeyId, 'SWAK7777777777777777');
    assert.equal(pair.secretAccessKey, '_'.repeat(32));
    const read = readCredentials(printCredentials([pair]));
    assert.deepEqual(read, [pair]);
  });
  test('goes by its id when it has no name', () => {
    const pair = newKeyPair({ ...of, name: undefined }, 0, (bytes) => Buffer.alloc(bytes));
    assert.equal(pair.name, 'SWAKAAAAAAAAAAAAAAAA');
  });
});

function withSecond(change: object): string {
  return JSON.stringify({ version: 1, credentials: [ENTRY, { ...ENTRY, ...change }] });
}

function refused(text: string, problem: RegExp): void {
  const pairs = readCredentials(text);
  assert.ok('problem' in pairs, text);
  assert.match(pairs.problem, problem);
}
