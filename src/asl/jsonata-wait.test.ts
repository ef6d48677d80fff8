import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('Wait in JSONata', () => {
  test('counts seconds from now, literal or computed', () => {
    wakes({ Seconds: 2 }, NOW + 2000);
    wakes({ Seconds: '{% 1 + 1 %}' }, NOW + 2000);
    wakes({ Seconds: '{% 0 %}' }, NOW);
  });

  test('waits for a moment, literal or computed', () => {
    wakes({ Timestamp: '2026-01-02T00:00:00Z' }, Date.UTC(2026, 0, 2));
    wakes({ Timestamp: "{% '2026-01-02T00:00:00' & 'Z' %}" }, Date.UTC(2026, 0, 2));
  });

  test('fails for seconds that it cannot count', () => {
    for (const seconds of ['-1', '1.5', "'1'", 'null'])
      fails({ Seconds: `{% ${seconds} %}` }, 'Seconds', /./);
  });

  test('fails for what is no moment, as AWS does', () => {
    const cause =
      /^The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2016-12-05 21:29:29Z$/;
    fails({ Timestamp: "{% '2016-12-05 21:29:29Z' %}" }, 'Timestamp', cause);
  });

  test('fails when it would take longer than AWS waits', () => {
    assert.throws(
      () => until({ Seconds: '{% 2147483648 %}' }),
      /^StateError: Wait state delay is too long\.$/,
    );
  });
});

function until(fields: JsonObject, input: Json = {}): number {
  const state = stateOf({ Type: 'Wait', QueryLanguage: 'JSONata', ...fields, End: true });
  return state.until(scopeOf(input), NOW);
}

function wakes(fields: JsonObject, at: number): void {
  assert.equal(until(fields), at);
}

function fails(fields: JsonObject, location: string, cause: RegExp): void {
  assert.throws(
    () => until(fields),
    (error) => error instanceof StateError && error.location === location && cause.test(error.message),
  );
}
