import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonPattern } from './json-pattern.ts';

const EVENT = {
  type: 'TaskFailed',
  details: { error: 'Boom', count: 3, list: [{ a: 1 }], none: null, on: true },
  'odd key': 'x',
};

describe('A filter pattern of JSON', () => {
  test('compares strings, with * for anything', () => {
    passes('$.type = "TaskFailed"', '$.type = TaskFailed', '$.type = "Task*"', '$.type = "*as*l*d"');
    stops('$.type = "Task"', '$.type = "*x*"', '$.type = "Task*Failed*Failed"');
    passes('$.type != "Other"', '$.details.error = "Boom"');
    stops('$.type != "TaskFailed"', '$.missing != "a"');
  });
  test('compares numbers', () => {
    passes('$.details.count = 3', '$.details.count > 2', '$.details.count <= 3', '$.details.count >= 3');
    stops('$.details.count < 3', '$.type > 1', '$.missing < 3');
  });
  test('looks into arrays and odd names', () => {
    passes('$.details.list[0].a = 1', "$['odd key'] = x");
    stops('$.details.list[1].a = 1', '$.constructor EXISTS');
  });
  test('asks whether something is there, null, true or false', () => {
    passes('$.details.none IS NULL', '$.details.on IS TRUE', '$.missing NOT EXISTS', '$.type EXISTS');
    stops('$.details.on IS FALSE', '$.type NOT EXISTS', '$.missing IS NULL');
  });
  test('takes && before ||, and parentheses before both', () => {
    passes('$.a = 1 && $.b = 2 || $.type EXISTS', '($.a = 1 || $.type EXISTS) && $.details.count = 3');
    stops('$.a = 1 && ($.b = 2 || $.type EXISTS)');
  });
  test('passes over what is no JSON object', () => {
    for (const message of ['text', '[1]', '{broken', '"TaskFailed"'])
      assert.equal(jsonPattern('{ $.type NOT EXISTS }')(message), false);
  });
  test('that is none is refused', () => {
    for (const text of [
      '',
      '$.a',
      '$.a =',
      'a = 1',
      '$.a IS 3',
      '$.a NOT b',
      '($.a = 1',
      '$.a = 1 2',
      '$.a > x',
    ])
      assert.throws(() => jsonPattern(`{${text}}`), /Invalid filter pattern/, text);
    assert.throws(() => jsonPattern(`{${'('.repeat(60)}$.a = 1${')'.repeat(60)}}`), /Invalid filter pattern/);
  });
});

function passes(...patterns: readonly string[]): void {
  for (const pattern of patterns) assert.ok(jsonPattern(`{ ${pattern} }`)(JSON.stringify(EVENT)), pattern);
}

function stops(...patterns: readonly string[]): void {
  for (const pattern of patterns) assert.ok(!jsonPattern(`{ ${pattern} }`)(JSON.stringify(EVENT)), pattern);
}
