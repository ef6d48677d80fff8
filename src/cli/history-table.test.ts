import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pc from 'picocolors';
import type { EventSummary } from './event-summary.ts';
import { historyTable } from './history-table.ts';

describe('A history as a table', () => {
  test('has one line an event below its headings', () => {
    assert.deepEqual(table([event(1, 'ExecutionStarted'), event(2, 'PassStateEntered', 'Hello')]), [
      'id      time  type              state or resource  details',
      ' 1  +0.001 s  ExecutionStarted                     input {}'.replace('+0.001', '+0.000'),
      ' 2  +0.001 s  PassStateEntered  Hello              input {}',
    ]);
  });

  test('counts the time from the first event, also when it comes last', () => {
    const [, newest, oldest] = table([event(3, 'B'), event(1, 'A')]);
    assert.match(newest ?? '', /\+0\.002 s/);
    assert.match(oldest ?? '', /\+0\.000 s/);
  });

  test('is no wider than the terminal', () => {
    const lines = table([{ ...event(1, 'A'), details: 'x'.repeat(500) }], 60);
    assert.deepEqual(
      lines.filter(({ length }) => length > 60),
      [],
    );
    assert.match(lines[1] ?? '', /x…$/);
  });

  test('shows control characters in names escaped', () => {
    assert.match(table([event(1, 'A', 'a\u001b[2J')])[1] ?? '', /a\\u001b\[2J/);
  });

  test('of no events has its headings', () => {
    assert.equal(table([]).length, 1);
  });
});

function table(events: readonly EventSummary[], columns = 100): string[] {
  return historyTable(events, columns, pc.createColors(false));
}

function event(id: number, type: string, subject = ''): EventSummary {
  return { id, at: 1_000_000 + id - 1, type, subject, details: 'input {}', mood: 'neutral' };
}
