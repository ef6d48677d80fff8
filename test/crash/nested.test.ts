import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '../../src/base/unavailable.ts';
import { Calls } from './calls.ts';
import { ServerProcess } from './server-process.ts';

const LIVES = 6;
const PARENTS_PER_LIFE = 12;
/** Of those of a life, so many are stopped in the moment of its end. */
const STOPPED_PER_LIFE = 4;
const LIFE_MS = [120, 1_600] as const;
/** What ends in its life, or while no server runs; and what is still there to be stopped when the next one has begun. */
const SECONDS = { ends: 1, stopped: 15 };
const DEADLINE_MS = 60_000;

const ROLE = 'arn:aws:iam::123456789012:role/nested';
const MACHINES = 'arn:aws:states:us-east-1:123456789012:stateMachine';

const CHILD = {
  StartAt: 'Hold',
  States: { Hold: { Type: 'Wait', SecondsPath: '$.seconds', End: true } },
};
const PARENT = {
  StartAt: 'Child',
  States: {
    Child: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: {
        StateMachineArn: `${MACHINES}:child`,
        Input: { 'by.$': '$$.Execution.Id', 'seconds.$': '$.seconds' },
      },
      End: true,
    },
  },
};

test('killed again and again, every parent has one child, which ends with it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-nested-'));
  try {
    const parents: string[] = [];
    for (let life = 0; life < LIVES; life++) parents.push(...(await liveAndDie(directory, life)));
    assert.ok(parents.length > LIVES, 'hardly anything was started');
    await settles(directory, parents);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** @returns the ARNs of the parents whose start was acknowledged. */
async function liveAndDie(directory: string, life: number): Promise<string[]> {
  const server = startIn(directory);
  try {
    const calls = new Calls(await server.url);
    await create(calls, 'child', CHILD);
    await create(calls, 'parent', PARENT);
    const [started, doomed]: [string[], string[]] = [[], []];
    const starts = Array.from({ length: PARENTS_PER_LIFE }, async (_, i) => {
      const input = JSON.stringify({ seconds: i < STOPPED_PER_LIFE ? SECONDS.stopped : SECONDS.ends });
      const start = { stateMachineArn: `${MACHINES}:parent`, name: `p-${life}-${i}`, input };
      const { executionArn } = await calls.states('StartExecution', start);
      started.push(String(executionArn));
      if (i < STOPPED_PER_LIFE) doomed.push(String(executionArn));
    });
    const [shortest, longest] = LIFE_MS;
    await pause(shortest + ((longest - shortest) * life) / (LIVES - 1));
    const stops = doomed.map((executionArn) => stop(calls, executionArn));
    const outcomes = Promise.allSettled([...starts, ...stops]);
    // Half of the lives end when the parents are stopped and their children may not be, the others with calls under way.
    if (life % 2 === 0) await Promise.all(stops);
    await server.kill('group');
    for (const outcome of await outcomes) {
      if (outcome.status === 'rejected' && !(outcome.reason instanceof Unavailable)) throw outcome.reason;
    }
    return started;
  } finally {
    await server.kill('group');
  }
}

async function stop(calls: Calls, executionArn: string): Promise<void> {
  await calls.states('StopExecution', { executionArn });
}

async function create(calls: Calls, name: string, definition: object): Promise<void> {
  await calls.states('CreateStateMachine', {
    ...{ name, roleArn: ROLE, definition: JSON.stringify(definition) },
  });
}

/** A last life, in which everything ends: each parent as its child. */
async function settles(directory: string, parents: readonly string[]): Promise<void> {
  const server = startIn(directory);
  try {
    const calls = new Calls(await server.url);
    const ends = new Map<string, string>();
    for (const executionArn of parents) ends.set(executionArn, await endOf(calls, executionArn));
    const children = await childrenOf(calls);
    assert.equal(new Set(children.map(({ by }) => by)).size, children.length, 'a parent has two children');
    for (const { by, status } of children) assert.equal(status, ends.get(by) ?? status, by);
    const succeeded = parents.filter((parent) => ends.get(parent) === 'SUCCEEDED');
    const childless = succeeded.filter((parent) => !children.some(({ by }) => by === parent));
    assert.deepEqual(childless, []);
    assert.ok(succeeded.length < parents.length, 'no parent was stopped in time');
    assert.deepEqual(new Set(ends.values()), new Set(['SUCCEEDED', 'ABORTED']));
  } finally {
    await server.kill('group');
  }
}

/** Every child with its end, and the parent that its input names. */
async function childrenOf(calls: Calls): Promise<{ readonly by: string; readonly status: string }[]> {
  const { executions } = await calls.states('ListExecutions', { stateMachineArn: `${MACHINES}:child` });
  // A list of the API, which the model's tests have checked.
  const listed = executions as unknown as readonly { readonly executionArn: string }[];
  return await Promise.all(
    listed.map(async ({ executionArn }) => {
      const status = await endOf(calls, executionArn);
      const { input } = await calls.states('DescribeExecution', { executionArn });
      return { by: String(JSON.parse(String(input)).by), status };
    }),
  );
}

async function endOf(calls: Calls, executionArn: string): Promise<string> {
  for (const deadline = Date.now() + DEADLINE_MS; ; await pause(50)) {
    const { status } = await calls.states('DescribeExecution', { executionArn });
    if (status !== 'RUNNING') return String(status);
    if (Date.now() > deadline) throw new Error(`${executionArn} does not end`);
  }
}

function startIn(directory: string): ServerProcess {
  return new ServerProcess(['--data', directory]);
}
