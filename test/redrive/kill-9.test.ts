import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../src/base/json.ts';
import { Calls } from '../crash/calls.ts';
import { ServerProcess } from '../crash/server-process.ts';

const EXECUTIONS = 20;
const DEADLINE_MS = 20_000;

/** One branch has ended long before the stop, the other has not. */
const HOLDING = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Kept', States: { Kept: { Type: 'Pass', Result: 'kept', End: true } } },
        { StartAt: 'Hold', States: { Hold: { Type: 'Wait', Seconds: 2, End: true } } },
      ],
      End: true,
    },
  },
};

test('after kill -9 every acknowledged redrive goes on, and its token still stands for it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-redrive-'));
  try {
    const acknowledged = await redriveAndKill(directory);
    await endsWell(directory, acknowledged);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** @returns the moments of the redrives, by the executions' ARNs. */
async function redriveAndKill(directory: string): Promise<Map<string, unknown>> {
  const server = new ServerProcess(['--data', directory]);
  try {
    const calls = new Calls(await server.url);
    const machine = { name: 'm', definition: JSON.stringify(HOLDING), roleArn: ROLE };
    const { stateMachineArn } = await calls.states('CreateStateMachine', machine);
    const redriven = Array.from({ length: EXECUTIONS }, async () => {
      const { executionArn } = await calls.states('StartExecution', {
        stateMachineArn: String(stateMachineArn),
      });
      await calls.states('StopExecution', { executionArn: String(executionArn) });
      return [String(executionArn), (await redrive(calls, String(executionArn))).redriveDate] as const;
    });
    return new Map(await Promise.all(redriven));
  } finally {
    await server.kill('group');
  }
}

const ROLE = 'arn:aws:iam::123456789012:role/redrive';

function redrive(calls: Calls, executionArn: string): Promise<JsonObject> {
  return calls.states('RedriveExecution', { executionArn, clientToken: 'once' });
}

async function endsWell(directory: string, acknowledged: ReadonlyMap<string, unknown>): Promise<void> {
  const server = new ServerProcess(['--data', directory]);
  try {
    const calls = new Calls(await server.url);
    for (const [arn, redriveDate] of acknowledged) {
      const { status, output, redriveCount, ...end } = await endOf(calls, arn);
      assert.deepEqual([status, output, redriveCount], ['SUCCEEDED', '["kept",{}]', 1]);
      assert.equal(String(end.redriveDate), String(redriveDate));
      assert.equal(String((await redrive(calls, arn)).redriveDate), String(redriveDate));
    }
  } finally {
    await server.terminate();
  }
}

async function endOf(calls: Calls, executionArn: string): Promise<JsonObject> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const described = await calls.states('DescribeExecution', { executionArn });
    if (described.status !== 'RUNNING' || Date.now() > deadline) return described;
    await pause(50);
  }
}
