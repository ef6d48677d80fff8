import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { turnOf } from '../../../test/store/turn.ts';
import type { Turn } from '../store.ts';
import { packBatch } from './batch.ts';
import { openWritable } from './database.ts';
import { migrate } from './migrate.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

describe('the writer', () => {
  test('answers with one outcome for each turn and write', () => withWriter(answersEach));

  test('rolls a batch back that fills the disk, makes room, and goes on', () => withWriter(survivesFullDisk));

  test('calls an error that leaves the disk unknown fatal', () => withWriter(isFatal));

  test('leaves no transaction behind a fatal error', () => withWriter(leavesNoTransaction));

  test('acknowledges nothing on a connection that does not sync', () => withWriter(refusesNormal));
});

interface Bench {
  readonly database: DatabaseSync;
  readonly writer: Writer;
  /** Calls of `onFull`. */
  readonly full: string[];
}

function answersEach({ writer }: Bench): void {
  const write = { kind: 'k', key: 'a', text: '{}', expectedVersion: 0 };
  const reply = writer.apply(packBatch([turn(1), turn(1)], [{ documents: [write] }, { documents: [write] }]));
  assert.ok(reply.kind === 'done');
  assert.deepEqual(reply.outcomes, Uint8Array.of(0, 1, 0, 1));
}

function survivesFullDisk({ database, writer, full }: Bench): void {
  writer.apply(packBatch([turn(1)], []));
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
  database.exec(`PRAGMA max_page_count = ${pages}`);
  const large = { ...turn(3), chunk: new Uint8Array(100_000) };
  const reply = writer.apply(packBatch([turn(2), large], []));
  assert.deepEqual(reply, { kind: 'unavailable', message: 'The disk is full', isFull: true });
  assert.deepEqual(full, ['full']);
  assert.equal(new Reader(database).header(2), undefined);
  database.exec('PRAGMA max_page_count = 100000');
  assert.equal(writer.apply(packBatch([turn(2), large], [])).kind, 'done');
}

function isFatal({ database, writer }: Bench): void {
  database.exec('DROP TABLE execution');
  assert.equal(writer.apply(packBatch([turn(1)], [])).kind, 'fatal');
}

function leavesNoTransaction({ database, writer }: Bench): void {
  database.exec('DROP TABLE journal');
  assert.equal(
    writer.apply(packBatch([turn(1), { ...turn(2), chunk: new Uint8Array(9_000) }], [])).kind,
    'fatal',
  );
  assert.equal(database.isTransaction, false);
  assert.equal(new Reader(database).header(1), undefined);
}

function refusesNormal({ database, writer }: Bench): void {
  database.exec('PRAGMA synchronous = NORMAL');
  const reply = writer.apply(packBatch([turn(1)], []));
  assert.ok(reply.kind === 'fatal' && /synchronous is 1, wanted 2/.test(reply.message));
}

function withWriter(claim: (bench: Bench) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-writer-'));
  const database = openWritable(join(directory, 'stepwell.db'));
  const full: string[] = [];
  try {
    migrate(database);
    claim({ database, writer: new Writer(database, () => full.push('full')), full });
  } finally {
    database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function turn(id: number): Turn {
  return turnOf({ id });
}
