import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OperatorEvent } from '../base/operator-event.ts';
import { type LogFormat, OperatorLog } from './operator-log.ts';

describe('The log for operators', () => {
  test('is a line of JSON for each event', () => {
    const [line = ''] = logged('json', [[0, SHED]]);
    assert.deepEqual(JSON.parse(line), {
      at: '1970-01-01T00:00:00.000Z',
      level: 'warning',
      event: 'shed',
      message: 'too much',
      reason: 'turns',
    });
  });

  test('is a line of text for people', () => {
    assert.deepEqual(logged('text', [[0, SHED]]), ['warning: too much']);
  });

  test('tells once in ten seconds what happens often, and then how often', () => {
    const often = [0, 1, 2, 9_999, 10_000].map((at) => [at, SHED] as const);
    assert.deepEqual(logged('text', often), ['warning: too much', 'warning: too much (and 3 more)']);
  });

  test('tells of another reason at once', () => {
    const other = { ...SHED, fields: { reason: 'express' } };
    assert.equal(logged('text', [[0, SHED], [0, other]]).length, 2); // biome-ignore format: one line
  });

  test('lets no name begin a line or move the cursor', () => {
    const event = { ...SHED, message: 'a\nb\u001b[2Jc\u2028d', fields: { name: 'x\u202ey\u009b' } };
    for (const format of ['text', 'json'] as const) {
      const [line = ''] = logged(format, [[0, event]]);
      assert.doesNotMatch(line, /[\p{Cc}\u2028\u202e]/u);
    }
  });
});

const SHED: OperatorEvent = {
  event: 'shed',
  level: 'warning',
  message: 'too much',
  fields: { reason: 'turns' },
};

function logged(format: LogFormat, events: readonly (readonly [number, OperatorEvent])[]): string[] {
  const lines: string[] = [];
  let now = 0;
  const log = new OperatorLog({ format, now: () => now, write: (line) => lines.push(line) });
  for (const [at, event] of events) {
    now = at;
    log.report(event);
  }
  return lines;
}
