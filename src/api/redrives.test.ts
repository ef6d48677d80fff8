import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { turnOf } from '../../test/store/turn.ts';
import { redrivesOf } from './redrives.ts';

describe('The redrives of an execution', () => {
  test('are none without a date', () => {
    assert.deepEqual(redrivesOf(turnOf({}).header), { redriveCount: 0 });
  });

  test('have the date of the last one, in seconds', () => {
    const { header } = turnOf({ redriveCount: 2, redrivenAt: 1500 });
    assert.deepEqual(redrivesOf(header), { redriveCount: 2, redriveDate: 1.5 });
  });
});
