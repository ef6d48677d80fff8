import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ServerProcess } from '../crash/server-process.ts';
import { ExpressMachine } from './machine.ts';

const ACKNOWLEDGED = 20;
const DEADLINE_MS = 20_000;

/** Waits, so that it can be killed, then leaves a trace. */
const TRACING = {
  StartAt: 'Hold',
  States: {
    Hold: { Type: 'Wait', Seconds: 2, Next: 'Trace' },
    Trace: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:trace',
      Parameters: { 'id.$': '$$.Execution.Id' },
      End: true,
    },
  },
};

test('after kill -9 every acknowledged asynchronous execution runs again, and no synchronous one', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-express-'));
  try {
    const acknowledged = await startAndKill(directory);
    const traced = await tracesAfterRestart(directory, acknowledged);
    assert.deepEqual(traced, acknowledged.toSorted());
    // What has ended is on no list any more: another life traces nothing.
    assert.deepEqual(await tracesOfIdleLife(directory), traced);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** @returns the ARNs of the asynchronous executions that were acknowledged before the server was killed. */
async function startAndKill(directory: string): Promise<string[]> {
  const server = startIn(directory);
  try {
    const machine = await ExpressMachine.create(await server.url, TRACING);
    const lost = machine.start('StartSyncExecution', {}, { name: 'lost' });
    const unanswered = assert.rejects(lost, { name: 'Unavailable' });
    const starts = Array.from({ length: ACKNOWLEDGED }, () => machine.start('StartExecution', {}));
    const arns = (await Promise.all(starts)).map(({ executionArn }) => String(executionArn));
    await server.kill('group');
    await unanswered;
    assert.deepEqual(traces(directory), []);
    return arns;
  } finally {
    await server.kill('group');
  }
}

async function tracesAfterRestart(directory: string, expected: readonly string[]): Promise<string[]> {
  const server = startIn(directory);
  try {
    await server.url;
    const deadline = Date.now() + DEADLINE_MS;
    while (traces(directory).length < expected.length && Date.now() < deadline) await pause(50);
    // The last end is written when its function has answered.
    await pause(500);
    return traces(directory);
  } finally {
    await server.terminate();
  }
}

async function tracesOfIdleLife(directory: string): Promise<string[]> {
  const server = startIn(directory);
  try {
    await server.url;
    await pause(3000);
    return traces(directory);
  } finally {
    await server.terminate();
  }
}

function startIn(directory: string): ServerProcess {
  const functions = join(directory, 'functions');
  mkdirSync(join(functions, 'trace'), { recursive: true });
  writeFileSync(join(functions, 'trace', 'index.js'), HANDLER);
  const settings = { environment: { TRACES: join(directory, 'traces') } };
  writeFileSync(join(functions, 'trace', 'function.json'), JSON.stringify(settings));
  writeFileSync(join(directory, 'traces'), '', { flag: 'a' });
  return new ServerProcess(['--data', join(directory, 'data'), '--functions', functions]);
}

const HANDLER = `
const { appendFileSync } = require('node:fs');
exports.handler = async ({ id }) => appendFileSync(process.env.TRACES, id + '\\n');
`;

function traces(directory: string): string[] {
  return readFileSync(join(directory, 'traces'), 'utf8').split('\n').filter(Boolean).sort();
}
