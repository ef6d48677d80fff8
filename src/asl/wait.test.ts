import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

describe('Wait', () => {
  test('Seconds counts from now', () => {
    waits({ Seconds: 90 }, {}, 90_000);
    waits({ Seconds: 0 }, {}, 0);
  });

  test('Timestamp is a moment, also a past one', () => {
    waits({ Timestamp: '2026-01-01T00:00:30.5Z' }, {}, 30_500);
    waits({ Timestamp: '2025-12-31T23:59:59Z' }, {}, -1000);
  });

  test('SecondsPath and TimestampPath read what InputPath gave', () => {
    waits({ SecondsPath: '$.s' }, { s: 5 }, 5000);
    waits({ TimestampPath: '$.t' }, { t: '2026-01-01T01:00:00+01:00' }, 0);
  });

  test('SecondsPath that leads nowhere, is negative or no whole number fails with the words of AWS', () => {
    fails({ SecondsPath: '$.s' }, {}, 'The SecondsPath parameter does not reference an input value: $.s');
    fails(
      { SecondsPath: '$.s' },
      { s: -1 },
      'The SecondsPath parameter references a negative value: $.s == -1',
    );
    for (const s of [1.5, -1.5, 'soon', null]) {
      fails(
        { SecondsPath: '$.s' },
        { s },
        `The SecondsPath parameter cannot be parsed as a long value: $.s == ${s}`,
      );
    }
  });

  test('TimestampPath that is no moment fails with the words of AWS', () => {
    for (const t of ['2016-13-05T21:29:29Z', '2016-12-05 21:29:29Z', '2016-12-05T21:29:29', 5]) {
      fails({ TimestampPath: '$.t' }, { t }, `${NOT_A_MOMENT}: $.t == ${t}`);
    }
  });

  test('24,855 days are not too long and 24,856 days are', () => {
    waits({ SecondsPath: '$.s' }, { s: 24_855 * 86_400 }, 24_855 * 86_400_000);
    fails({ SecondsPath: '$.s' }, { s: 24_856 * 86_400 }, 'Wait state delay is too long.');
    fails({ Timestamp: '2199-01-01T00:00:00Z' }, {}, 'Wait state delay is too long.');
  });
});

const NOW = Date.parse('2026-01-01T00:00:00Z');
const NOT_A_MOMENT =
  'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string';

function until(fields: JsonObject, input: Json): number {
  return stateOf({ Type: 'Wait', End: true, ...fields }).until(scopeOf({}, { result: input }), NOW);
}

function waits(fields: JsonObject, input: Json, ms: number): void {
  assert.equal(until(fields, input) - NOW, ms);
}

function fails(fields: JsonObject, input: Json, cause: string): void {
  assert.throws(() => until(fields, input), new StateError('States.Runtime', cause));
}
