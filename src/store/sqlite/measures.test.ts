import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Measures } from './measures.ts';

describe('The measures of a store', () => {
  test('tell once that the disk is full, and once that it no longer is', () => {
    withMeasures(({ measures, told }) => {
      measures.full();
      measures.full();
      measures.done(1);
      measures.done(1);
      assert.deepEqual(told, ['disk_full', 'disk_has_room']);
    });
  });

  test('call a disk that was full writable again as soon as there is room', () => {
    withMeasures(({ measures }) => {
      measures.full();
      assert.equal(measures.isWritable, true);
    });
  });

  test('count what was refused, and how much shared a transaction', () => {
    withMeasures(({ measures }) => {
      measures.full();
      measures.sent(3);
      const values = new Map(measures.metrics().map(({ name, samples }) => [name, samples[0]?.value]));
      assert.equal(values.get('disk_full_total'), 1);
      const calls = values.get('commit_calls');
      assert.ok(typeof calls === 'object' && calls.sum === 3);
    });
  });
});

interface Bench {
  readonly measures: Measures;
  /** Events that an operator hears of. */
  readonly told: string[];
}

function withMeasures(claim: (bench: Bench) => void): void {
  const path = mkdtempSync(join(tmpdir(), 'measures-'));
  try {
    const told: string[] = [];
    const files = { lock: join(path, 'l'), owner: join(path, 'p'), ballast: join(path, 'b') };
    const directory = { path, database: join(path, 'd'), ...files };
    const report = ({ event }: { readonly event: string }) => void told.push(event);
    claim({ measures: new Measures(directory, { syncMs: 1, report }), told });
  } finally {
    rmSync(path, { recursive: true });
  }
}
