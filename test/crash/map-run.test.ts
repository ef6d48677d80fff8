import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Calls } from './calls.ts';
import { ServerProcess } from './server-process.ts';

const ITEMS = 200;
/** How long each life lasts once the execution has begun. */
const LIVES_MS = [150, 400, 700, 1_000, 1_300];
const DEADLINE_MS = 90_000;

/** Each item waits a little, and then leaves a trace. What was sent in the moment of a crash may have left one or not. */
const MACHINE = {
  StartAt: 'M',
  States: {
    M: {
      Type: 'Map',
      Label: 'L',
      MaxConcurrency: 40,
      ToleratedFailurePercentage: 100,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Hold',
        States: {
          Hold: { Type: 'Wait', Seconds: 1, Next: 'Trace' },
          Trace: {
            Type: 'Task',
            Resource: 'arn:aws:lambda:us-east-1:123456789012:function:trace',
            ResultPath: null,
            End: true,
          },
        },
      },
      End: true,
    },
  },
};

test('killed again and again, a Map Run works on every item once, and counts them right', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-map-run-'));
  try {
    const executionArn = await inLife(directory, start);
    for (const ms of LIVES_MS) await inLife(directory, () => pause(ms));
    await inLife(directory, (calls) => isRight(calls, executionArn, directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** A server's life, ended by SIGKILL. */
async function inLife<Result>(directory: string, live: (calls: Calls) => Promise<Result>): Promise<Result> {
  const functions = join(directory, 'functions');
  mkdirSync(join(functions, 'trace'), { recursive: true });
  writeFileSync(join(functions, 'trace', 'index.js'), HANDLER);
  const settings = { environment: { TRACES: join(directory, 'traces') } };
  writeFileSync(join(functions, 'trace', 'function.json'), JSON.stringify(settings));
  const server = new ServerProcess(['--data', join(directory, 'data'), '--functions', functions]);
  try {
    return await live(new Calls(await server.url));
  } finally {
    await server.kill('group');
  }
}

const HANDLER = `
const { appendFileSync } = require('node:fs');
exports.handler = async (item) => appendFileSync(process.env.TRACES, item + '\\n');
`;

async function start(calls: Calls): Promise<string> {
  const created = await calls.states('CreateStateMachine', {
    ...{ name: 'm', roleArn: 'arn:aws:iam::123456789012:role/r', definition: JSON.stringify(MACHINE) },
  });
  const input = JSON.stringify(Array.from({ length: ITEMS }, (_, i) => i));
  const { stateMachineArn } = created;
  const { executionArn } = await calls.states('StartExecution', {
    stateMachineArn: String(stateMachineArn),
    input,
  });
  return String(executionArn);
}

async function isRight(calls: Calls, executionArn: string, directory: string): Promise<void> {
  const results = await resultsOf(calls, executionArn);
  const failed = results.flatMap((result) => (typeof result === 'number' ? [] : [result]));
  const succeeded = results.filter((result) => typeof result === 'number');
  // In the order of the items, each where it belongs.
  assert.equal(results.length, ITEMS);
  for (const [i, result] of results.entries())
    assert.ok(typeof result !== 'number' || result === i, `item ${i}`);
  const traces = readFileSync(join(directory, 'traces'), 'utf8').split('\n').filter(Boolean).map(Number);
  assert.equal(new Set(traces).size, traces.length, 'an item was worked on twice');
  assert.deepEqual(
    succeeded.filter((item) => !traces.includes(Number(item))),
    [],
  );
  for (const { Error: error } of failed) assert.equal(error, 'Lambda.SdkClientException');
  const counts = await countsOf(calls, executionArn);
  const { length: failures } = failed;
  const expected = {
    succeeded: succeeded.length,
    ...(failures > 0 ? { failed: failures } : {}),
    total: ITEMS,
  };
  assert.deepEqual(counts, expected);
  const statuses = { SUCCEEDED: succeeded.length, FAILED: failures };
  assert.deepEqual(await statusesOf(calls, executionArn), statuses);
}

async function resultsOf(
  calls: Calls,
  executionArn: string,
): Promise<readonly (number | { readonly Error?: string })[]> {
  for (const deadline = Date.now() + DEADLINE_MS; ; await pause(100)) {
    const { status, output } = await calls.states('DescribeExecution', { executionArn });
    if (status === 'SUCCEEDED') return JSON.parse(String(output));
    assert.equal(status, 'RUNNING');
    assert.ok(Date.now() < deadline, 'the execution does not end');
  }
}

async function mapRunOf(calls: Calls, executionArn: string): Promise<string> {
  const { mapRuns } = await calls.states('ListMapRuns', { executionArn });
  const [run] = JSON.parse(JSON.stringify(mapRuns));
  return run.mapRunArn;
}

async function countsOf(calls: Calls, executionArn: string): Promise<object> {
  const mapRunArn = await mapRunOf(calls, executionArn);
  const { itemCounts, executionCounts } = await calls.states('DescribeMapRun', { mapRunArn });
  assert.deepEqual(itemCounts, executionCounts);
  const { resultsWritten, ...counts } = JSON.parse(JSON.stringify(itemCounts));
  assert.equal(resultsWritten, ITEMS);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

/** How many executions the run has of each status. */
async function statusesOf(calls: Calls, executionArn: string): Promise<object> {
  const mapRunArn = await mapRunOf(calls, executionArn);
  const { executions } = await calls.states('ListExecutions', { mapRunArn, maxResults: 1000 });
  const counts: { [status: string]: number } = { SUCCEEDED: 0, FAILED: 0 };
  for (const { status } of JSON.parse(JSON.stringify(executions))) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
