import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { processStart } from './process-start.ts';

describe('The start of a process', () => {
  test('stays the same', () => assert.equal(processStart(process.pid), processStart(process.pid)));
  test('fits into the name of a file', () => assert.match(String(processStart(process.pid)), /^[\w.]+$/));
  test('of a child is not that of its parent', async () => {
    const child = spawn('sleep', ['60']);
    assert.notEqual(processStart(child.pid ?? 0), processStart(process.pid));
    child.kill();
    await once(child, 'exit');
    assert.equal(processStart(child.pid ?? 0), undefined, 'it is over');
  });
});
