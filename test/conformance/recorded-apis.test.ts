import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { apiCases, differencesOfApiCase } from './recorded-apis.ts';

const cases = apiCases();
const hasPython = spawnSync('python3', ['--version']).status === 0;
const skip = cases.length === 0 ? 'the recordings are not here' : !hasPython && 'the functions need python3';

describe('Recorded executions that call APIs', { skip }, () => {
  test('are all there', () => assert.equal(cases.length, 10));

  for (const one of cases)
    test(`${one.id.split('::').at(-1)}`, async () => assert.deepEqual(await differencesOfApiCase(one), []));
});
