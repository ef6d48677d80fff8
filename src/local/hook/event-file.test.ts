import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEventFile } from './event-file.ts';

test('A file gets a line for each event, behind what is there', () =>
  writes('', ['{"a":1}', '{"b":2}'], '{"a":1}\n{"b":2}\n'));

test('A line that a crash has cut off stays a line of its own', () =>
  writes('{"a":1}\n{"b"', ['{"b":2}'], '{"a":1}\n{"b"\n{"b":2}\n'));

async function writes(before: string, events: readonly string[], after: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-events-'));
  try {
    const path = join(directory, 'events.jsonl');
    writeFileSync(path, before);
    const file = await openEventFile(path);
    assert.equal(await file.deliver(events, new AbortController().signal), events.length);
    await file.close();
    assert.equal(readFileSync(path, 'utf8'), after);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
