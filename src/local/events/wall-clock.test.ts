import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WallClock } from './wall-clock.ts';

describe('The clock of a zone', () => {
  test('tells what it is there, and when it is so', () => {
    says('Europe/Berlin', '2026-07-01T14:00:00', '2026-07-01T12:00:00Z');
    says('Australia/Lord_Howe', '2026-01-01T00:00:00', '2025-12-31T13:00:00Z');
    says('UTC', '2026-01-01T00:00:00', '2026-01-01T00:00:00Z');
  });

  test('never says what is skipped in spring', () => {
    assert.equal(momentOf('America/New_York', '2026-03-08T02:30:00'), undefined);
    assert.equal(momentOf('Australia/Lord_Howe', '2026-10-04T02:15:00'), undefined);
  });

  test('says twice what is repeated in autumn: the first time counts', () => {
    assert.equal(momentOf('America/New_York', '2026-11-01T01:30:00'), Date.parse('2026-11-01T05:30:00Z'));
    assert.equal(momentOf('Europe/Berlin', '2026-10-25T02:00:00'), Date.parse('2026-10-25T00:00:00Z'));
  });

  test('is none where there is no such zone', () => {
    assert.throws(() => new WallClock('Mars/Olympus'), RangeError);
  });
});

function says(zone: string, wall: string, moment: string): void {
  assert.equal(momentOf(zone, wall), Date.parse(moment));
  assert.equal(new WallClock(zone).wallTime(Date.parse(moment)), Date.parse(`${wall}Z`));
}

function momentOf(zone: string, wall: string): number | undefined {
  return new WallClock(zone).momentOf(Date.parse(`${wall}Z`));
}
