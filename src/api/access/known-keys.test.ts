import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Credentials } from '../authentication.ts';
import { newKeyPair } from './credentials-document.ts';
import { changeCredentialsFile } from './credentials-file.ts';
import { KnownKeys } from './known-keys.ts';
import { readPolicy } from './policy.ts';

describe('A key of the file', () => {
  test('is known with its account, its user and its policies', () => {
    withFile((file) => {
      file.put(1);
      const { account, principal } = file.open().find(id(1)) ?? {};
      assert.equal(account, '123456789012');
      assert.deepEqual(principal, { arn: 'arn:aws:iam::123456789012:user/ci', policies: [] });
    });
  });
  test('is unknown within a second of its removal', () => {
    withFile((file) => {
      file.put(1, 2);
      const keys = file.open();
      file.put(2);
      file.now = 999;
      assert.ok(keys.find(id(1)));
      file.now = 1000;
      assert.equal(keys.find(id(1)), undefined);
      assert.ok(keys.find(id(2)));
      assert.match(String(file.log), /has changed: 1 key pairs/);
    });
  });
  test('is known within a second of its making, also in the first file', () => {
    withFile((file) => {
      const keys = file.open();
      file.put(1);
      file.now = 1000;
      assert.ok(keys.find(id(1)));
    });
  });
  test('is noticed although the clock was put back', () => {
    withFile((file) => {
      file.now = 1e6;
      const keys = file.open();
      file.put(1);
      file.now = 0;
      assert.ok(keys.find(id(1)));
    });
  });
  test('is unknown once the file has gone', () => {
    withFile((file) => {
      file.put(1);
      const keys = file.open();
      rmSync(file.path);
      file.now = 1000;
      assert.equal(keys.find(id(1)), undefined);
    });
  });
  test('stays known when the file becomes unusable, which is said once', () => {
    withFile((file) => {
      file.put(1);
      const keys = file.open();
      chmodSync(file.path, 0o644);
      for (file.now = 1000; file.now < 5000; file.now += 1000) assert.ok(keys.find(id(1)));
      assert.equal(file.log.length, 1);
      assert.match(String(file.log), /the keys stay as they were: .*chmod 600/);
      chmodSync(file.path, 0o600);
      assert.ok(keys.find(id(1)));
      assert.match(String(file.log[1]), /has changed/);
    });
  });
});

describe('The file', () => {
  test('must be usable at the start', () => {
    withFile((file) => {
      file.put(1);
      chmodSync(file.path, 0o644);
      assert.throws(() => file.open(), { name: 'AccessRefused', reason: 'unusable' });
    });
  });
  test('is not all there is, when there are other keys', () => {
    withFile((file) => {
      file.put(1);
      const keys = file.open({
        find: (key) => (key === 'test' ? { secretAccessKey: 's', account: '1' } : undefined),
      });
      assert.deepEqual([keys.find('test')?.account, keys.find(id(1))?.account], ['1', '123456789012']);
      assert.equal(keys.find('constructor'), undefined);
      assert.equal(keys.count, 1);
    });
  });
  test('says which policies have conditions', () => {
    withFile((file) => {
      const document = {
        Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Null: { a: 'true' } } },
      };
      const policy = readPolicy(document);
      assert.ok(!('problem' in policy));
      changeCredentialsFile(file.path, () => [{ ...pair(1), policies: [policy], documents: [document] }]);
      file.open();
      assert.match(
        String(file.log),
        /policy of ci \(SWAK\w+\): statement 1 has a Condition that is not supported \(Null a\).*always denies/,
      );
    });
  });
});

function pair(n: number) {
  const of = { account: '123456789012', name: 'ci', policies: [], documents: [] };
  return newKeyPair(of, 0, (bytes) => Buffer.alloc(bytes, n));
}

function id(n: number): string {
  return pair(n).accessKeyId;
}

class File {
  readonly path: string;
  readonly log: string[] = [];
  now = 0;

  constructor(directory: string) {
    this.path = join(directory, 'credentials.json');
  }

  put(...numbers: readonly number[]): void {
    changeCredentialsFile(this.path, () => numbers.map(pair));
  }

  open(besides?: Credentials): KnownKeys {
    const { path } = this;
    const options = { path, now: () => this.now, log: (line: string) => void this.log.push(line) };
    return new KnownKeys({ ...options, ...(besides === undefined ? {} : { besides }) });
  }
}

function withFile(claim: (file: File) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'keys-'));
  try {
    claim(new File(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
