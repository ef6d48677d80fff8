import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newKeyPair } from './credentials-document.ts';
import { changeCredentialsFile, readCredentialsFile } from './credentials-file.ts';

describe('A credentials file', () => {
  test('that is not there has nothing', () =>
    inDirectory((path) => assert.equal(readCredentialsFile(path), undefined)));
  test('is made for its owner only, and nothing else is left behind', () => {
    inDirectory((path) => {
      changeCredentialsFile(path, () => [pair(1)]);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.deepEqual(idsIn(path), [pair(1).accessKeyId]);
      assert.equal(existsSync(`${path}.new`), false);
    });
  });
  test('is changed from what it was, and its stamp with it', () => {
    inDirectory((path) => {
      changeCredentialsFile(path, () => [pair(1)]);
      const before = readCredentialsFile(path)?.stamp;
      changeCredentialsFile(path, (pairs) => [...pairs, pair(2)]);
      assert.deepEqual(idsIn(path), [pair(1).accessKeyId, pair(2).accessKeyId]);
      assert.notEqual(readCredentialsFile(path)?.stamp, before);
    });
  });
  test('stays as it was when a change fails', () => {
    inDirectory((path) => {
      changeCredentialsFile(path, () => [pair(1)]);
      const fail = () => {
        throw new Error('no');
      };
      assert.throws(() => changeCredentialsFile(path, fail), /no/);
      changeCredentialsFile(path, (pairs) => pairs);
      assert.deepEqual(idsIn(path), [pair(1).accessKeyId]);
    });
  });
  test('is not changed by two at once', () => {
    inDirectory((path) => {
      const second = () => changeCredentialsFile(path, () => []);
      changeCredentialsFile(path, () => {
        assert.throws(second, {
          name: 'AccessRefused',
          reason: 'locked',
          message: /another command is changing/,
        });
        return [pair(1)];
      });
      assert.deepEqual(idsIn(path), [pair(1).accessKeyId]);
    });
  });
  test('behind a link is changed where it is', () => {
    inDirectory((path) => {
      const real = `${path}.real`;
      changeCredentialsFile(real, () => []);
      symlinkSync(real, path);
      changeCredentialsFile(path, () => [pair(1)]);
      assert.ok(lstatSync(path).isSymbolicLink());
      assert.deepEqual(idsIn(real), [pair(1).accessKeyId]);
    });
  });
  test('that others can read is refused, and not changed either', () => {
    inDirectory((path) => {
      changeCredentialsFile(path, () => [pair(1)]);
      for (const mode of [0o640, 0o604, 0o620]) {
        chmodSync(path, mode);
        const refusal = { reason: 'unusable', message: /chmod 600/ };
        assert.throws(() => readCredentialsFile(path), refusal);
        assert.throws(() => changeCredentialsFile(path, () => []), refusal);
      }
    });
  });
  test('that is none is refused, and left alone', () => {
    inDirectory((path) => {
      writeFileSync(path, 'notes', { mode: 0o600 });
      assert.throws(() => changeCredentialsFile(path, () => []), {
        message: /is no credentials file: it is not JSON/,
      });
      assert.equal(readFileSync(path, 'utf8'), 'notes');
    });
    inDirectory((path) => {
      mkdirSync(path, { mode: 0o700 });
      assert.throws(() => readCredentialsFile(path), { reason: 'unusable', message: /is not a file/ });
    });
  });
});

function pair(n: number) {
  const of = { account: '123456789012', name: 'ci', policies: [], documents: [] };
  return newKeyPair(of, 0, (bytes) => Buffer.alloc(bytes, n));
}

function idsIn(path: string): string[] | undefined {
  return readCredentialsFile(path)?.pairs.map(({ accessKeyId }) => accessKeyId);
}

function inDirectory(claim: (path: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'credentials-'));
  try {
    claim(join(directory, 'credentials.json'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
