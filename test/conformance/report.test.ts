import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { documentOf, jsonOf, tableOf } from './report.ts';
import type { Result } from './score.ts';

const RESULTS: readonly Result[] = [
  result('executions_pure JSONPath', 'a'),
  result('executions_pure JSONPath', 'b::test_uuid', '.FunctionResult'),
  result('executions_pure JSONata', 'c'),
  result('jsonpath', 'd', '$.x'),
];

test('the table has a line for each area, and one for all executions', () => {
  assert.deepEqual(tableOf(RESULTS).split('\n'), [
    '| area                     | passed | total |   share |',
    '| ------------------------ | -----: | ----: | ------: |',
    '| executions_pure JSONPath |      1 |     2 |  50.0 % |',
    '| executions_pure JSONata  |      1 |     1 | 100.0 % |',
    '| jsonpath                 |      0 |     1 |   0.0 % |',
    '| executions together      |      2 |     3 |  66.6 % |',
  ]);
});

test('a table without executions has no line for all of them', () => {
  assert.doesNotMatch(tableOf(RESULTS.slice(-1)), /together/);
});

test('programs read what differs, and where', () => {
  assert.deepEqual(Object(jsonOf(RESULTS)).differences, [
    {
      area: 'executions_pure JSONPath',
      id: 'b::test_uuid',
      reason: 'the recorder wrote generated-uuid by hand',
      places: ['.FunctionResult'],
    },
    { area: 'jsonpath', id: 'd', reason: undefined, places: ['$.x'] },
  ]);
});

describe('the document', () => {
  test('says when it was written, and of what', () => {
    writes(/on 2026-11-23, at commit abc1234/);
  });

  test('lists a difference below its reason', () => {
    writes(
      /### executions_pure JSONPath\n\n\*\*The recorder wrote generated-uuid by hand\.\*\* \(1\)\n\n- `b::test_uuid`/,
    );
  });

  test('shows a difference that nobody can explain', () => {
    writes(/### jsonpath\n\n\*\*Nobody knows why: \$\.x: AWS 1, we 2\.\*\* \(1\)\n\n- `d`/);
  });

  test('has no section for an area without differences', () => {
    assert.doesNotMatch(document(), /### executions_pure JSONata/);
  });
});

function document(): string {
  return documentOf(RESULTS, { date: '2026-11-23', commit: 'abc1234' });
}

function writes(text: RegExp): void {
  assert.match(document(), text);
}

function result(area: string, id: string, ...paths: readonly string[]): Result {
  return { area, id, differences: paths.map((path) => ({ path, aws: 1, ours: 2 })) };
}
