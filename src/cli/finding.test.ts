import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorsOf, type Finding, reportsAsJson } from './finding.ts';

const ERROR: Finding = { severity: 'ERROR', code: 'E', message: 'm', position: { line: 1, column: 2 } };
const WARNING: Finding = { severity: 'WARNING', code: 'W', message: 'n', location: '/States/S' };

test('only errors count as errors', () => {
  assert.equal(errorsOf([ERROR, WARNING]), 1);
});

test('a report in JSON reads as the answer of the API, with line and column', () => {
  assert.deepEqual(JSON.parse(reportsAsJson([{ file: 'f', findings: [ERROR, WARNING], isUnread: false }])), [
    {
      file: 'f',
      result: 'FAIL',
      diagnostics: [
        { severity: 'ERROR', code: 'E', message: 'm', line: 1, column: 2 },
        { severity: 'WARNING', code: 'W', message: 'n', location: '/States/S' },
      ],
    },
  ]);
});

test('a file that could not be read is no good definition', () => {
  const report = { file: 'f', findings: [], isUnread: true };
  assert.deepEqual(JSON.parse(reportsAsJson([report])), [{ file: 'f', result: 'FAIL', diagnostics: [] }]);
});
