import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CallLog, endLines, FunctionLog } from './function-log.ts';

describe("A function's log", () => {
  test('is in the file once it is closed', () => writes(['a\n', 'b\n'], /^a\nb\n$/));

  test('says how much it dropped when the disk was slower', () =>
    writes(['x'.repeat(1_048_576), 'lost', '!'], /x\[5 characters dropped\]\n$/));

  test('keeps its last 64 K characters in memory', () => remembers(['a'.repeat(70_000), 'end'], 3));

  test('goes on when its file cannot be written', () => survivesWithoutFile());

  test('gives the last 4 KB of a call, cut between characters', () => {
    tails(['€'.repeat(5000)], (text) => Buffer.byteLength(text) <= 4096 && /^€+$/.test(text));
  });

  test('gives the whole of a short call', () =>
    tails(['START\n', 'END\n'], (text) => text === 'START\nEND\n'));

  test('reports the initialisation with the first call only', () => {
    assert.match(
      endLines({ ...REPORT, initMs: 10 }),
      /Billed Duration: 3 ms\t.*\tInit Duration: 10\.00 ms\t\n$/,
    );
    assert.doesNotMatch(endLines(REPORT), /Init/);
  });
});

const REPORT = {
  requestId: 'r',
  durationMs: 2.5,
  memorySize: 128,
  memoryUsed: 40,
  initMs: undefined,
  status: undefined,
} as const;

async function writes(texts: readonly string[], expected: RegExp): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stepwell-log-'));
  const log = new FunctionLog(join(folder, 'f.log'));
  for (const text of texts) log.append(text);
  await log.close();
  assert.match(await readFile(join(folder, 'f.log'), 'utf8'), expected);
  await rm(folder, { recursive: true });
}

async function survivesWithoutFile(): Promise<void> {
  const log = new FunctionLog('/nowhere/at/all/f.log');
  log.append('kept\n');
  await log.close();
  assert.equal(log.recent(), 'kept\n');
}

async function remembers(texts: readonly string[], characters: number): Promise<void> {
  const log = new FunctionLog('/nowhere/at/all/f.log');
  for (const text of texts) log.append(text);
  assert.equal(log.recent().length, characters);
  await log.close();
}

function tails(texts: readonly string[], holds: (text: string) => boolean): void {
  const call = new CallLog(new FunctionLog('/nowhere/at/all/f.log'));
  for (const text of texts) call.append(text);
  assert.ok(holds(call.tail()));
}
