import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isFull, isLocked, isPassing, isSqliteError } from './sqlite-error.ts';

describe('an error of SQLite', () => {
  test('is a full disk for FULL, for a WAL index that cannot grow, and for ENOSPC', () => {
    assert.deepEqual([13, 4874, 10, 778, 11].map(sqliteError).map(isFull), [true, true, false, false, false]);
    assert.equal(isFull(Object.assign(new Error('no space left'), { code: 'ENOSPC' })), true);
  });

  test('passes for BUSY, LOCKED and NOMEM, in all their extended forms', () => {
    assert.deepEqual([5, 517, 6, 7, 10, 11, 1].map(sqliteError).map(isPassing), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('is a lock for BUSY alone', () => {
    assert.deepEqual([5, 6].map(sqliteError).map(isLocked), [true, false]);
  });

  test('is told from every other error', () => {
    assert.deepEqual([sqliteError(1), new Error('x'), 'x', undefined].map(isSqliteError), [
      true,
      false,
      false,
      false,
    ]);
  });
});

function sqliteError(errcode: number): Error {
  return Object.assign(new Error(`code ${errcode}`), { code: 'ERR_SQLITE_ERROR', errcode });
}
