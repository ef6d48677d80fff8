import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isArray, isObject } from '../../src/base/json.ts';
import type { Aws } from '../../src/cli/deploy/aws.ts';
import { SCHEMA_VERSION } from '../../src/store/sqlite/migrate.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { pack } from './archive.ts';
import type { Facts } from './facts.ts';
import {
  ACTIVITY,
  awsAt,
  createDocuments,
  createFunctions,
  createMachine,
  ENDED,
  historyOf,
  STANDING,
  statusOf,
  tokensOf,
  until,
} from './population.ts';

/**
 * `npm run upgrade-fixture`: what this version writes, for all later ones to open. Once a schema: what is there was written by the
 * version of its time, and stays.
 */
const FILE = new URL(`./schema-${SCHEMA_VERSION}.data`, import.meta.url);
const BYTES_MAX = 200_000;

if (existsSync(FILE)) {
  console.log(`${FILE.pathname} is there, and stays as it is`);
} else {
  const directory = mkdtempSync(join(tmpdir(), 'fixture-'));
  try {
    const archive = await made(join(directory, 'data'));
    if (archive.length > BYTES_MAX) throw new Error(`${archive.length} bytes are too many`);
    writeFileSync(FILE, archive);
    console.log(`${FILE.pathname}: ${archive.length} bytes`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function made(data: string): Promise<Buffer> {
  const server = new ServerProcess(['--data', data]);
  try {
    const facts = await populate(awsAt(await server.url));
    await server.kill('group');
    return pack(data, facts);
  } finally {
    await server.kill('group');
  }
}

async function populate(aws: Aws): Promise<Facts> {
  await createFunctions(aws);
  await createDocuments(aws);
  await aws.json('states', 'CreateActivity', { name: 'kept' });
  const ended = [...(await startEnding(aws)), await redriven(aws)];
  const running = await startStanding(aws);
  const { aliasArn, byAlias } = await startByAlias(aws);
  const workersToken = await takeTask(aws);
  const arns: [string, string][] = [...running, [byAlias, 'SUCCEEDED']];
  const tokens = await tokensIn(
    aws,
    arns.map(([arn]) => arn),
  );
  const [refusedToken = ''] = await tokensOf(aws, arnOf('tokenCaught'));
  return {
    ended: Object.fromEntries(await Promise.all(ended.map(async (arn) => [arn, await standOf(aws, arn)]))),
    running: Object.fromEntries(
      await Promise.all(arns.map(async ([arn, ends]) => [arn, { ends, events: await historyOf(aws, arn) }])),
    ),
    ...{ tokens: tokens.filter((token) => token !== refusedToken), refusedToken, workersToken, aliasArn },
  };
}

async function standOf(aws: Aws, arn: string) {
  return { status: await statusOf(aws, arn), events: await historyOf(aws, arn) };
}

async function start(aws: Aws, stateMachineArn: string, name = 'one'): Promise<string> {
  const input = JSON.stringify({ items: [1, 2] });
  const { executionArn } = await aws.json('states', 'StartExecution', { stateMachineArn, name, input });
  return String(executionArn);
}

async function startEnding(aws: Aws): Promise<string[]> {
  const arns: string[] = [];
  for (const [name, definition] of Object.entries(ENDED))
    arns.push(await start(aws, await createMachine(aws, name, definition)));
  const stopped = arns.find((arn) => arn.includes(':stops:')) ?? '';
  await aws.json('states', 'StopExecution', { executionArn: stopped, error: 'Stopped', cause: 'as asked' });
  for (const arn of arns) await until(arn, async () => (await statusOf(aws, arn)) !== 'RUNNING');
  return arns;
}

/** Failed, redriven, and failed again. */
async function redriven(aws: Aws): Promise<string> {
  const executionArn = arnOf('fails');
  await aws.json('states', 'RedriveExecution', { executionArn });
  await until(executionArn, async () => (await statusOf(aws, executionArn)) === 'FAILED');
  return executionArn;
}

/** One of each kind, with how it is to end; each has come to where it waits. */
async function startStanding(aws: Aws): Promise<[string, string][]> {
  const arns: [string, string][] = [];
  for (const [name, { definition, ends }] of Object.entries(STANDING))
    arns.push([await start(aws, await createMachine(aws, name, definition)), ends]);
  arns.push([await start(aws, machineArn('activity'), 'two'), 'SUCCEEDED']);
  const wanted: readonly (readonly [string, string, number])[] = [
    ['token', 'TaskSubmitted', 1],
    ['tokenCaught', 'TaskSubmitted', 1],
    ['parent', 'TaskSubmitted', 1],
    ['maps', 'TaskSubmitted', 2],
    ['branches', 'TaskSubmitted', 1],
    ['retries', 'LambdaFunctionFailed', 1],
    ['activity', 'ActivityScheduled', 1],
    ['mapsDistributed', 'MapRunStarted', 1],
    ['waits', 'WaitStateEntered', 1],
  ];
  for (const [name, type, count] of wanted) await until(name, () => hasEvents(aws, arnOf(name), type, count));
  await until('child', () => hasEvents(aws, arnOf('token', 'child'), 'TaskSubmitted', 1));
  return [...arns, [arnOf('token', 'child'), 'SUCCEEDED']];
}

async function hasEvents(aws: Aws, arn: string, type: string, count: number): Promise<boolean> {
  const events = await historyOf(aws, arn);
  return events.filter((event) => event.type === type).length >= count;
}

async function startByAlias(aws: Aws): Promise<{ aliasArn: string; byAlias: string }> {
  const stateMachineArn = machineArn('waits');
  const { stateMachineVersionArn } = await aws.json('states', 'PublishStateMachineVersion', {
    stateMachineArn,
  });
  const routingConfiguration = [{ stateMachineVersionArn: String(stateMachineVersionArn), weight: 100 }];
  const { stateMachineAliasArn } = await aws.json('states', 'CreateStateMachineAlias', {
    name: 'live',
    routingConfiguration,
  });
  const aliasArn = String(stateMachineAliasArn);
  return { aliasArn, byAlias: await start(aws, aliasArn, 'byAlias') };
}

/** One of the two tasks of the activity is with a worker, which answers after the upgrade. */
async function takeTask(aws: Aws): Promise<string> {
  const { taskToken } = await aws.json('states', 'GetActivityTask', { activityArn: ACTIVITY });
  return String(taskToken);
}

/** Of all executions that run, those of the Map Run too. */
async function tokensIn(aws: Aws, arns: readonly string[]): Promise<string[]> {
  const { mapRuns } = await aws.json('states', 'ListMapRuns', { executionArn: arnOf('mapsDistributed') });
  const [mapRun] = isArray(mapRuns) ? mapRuns.filter(isObject) : [];
  const children: string[] = [];
  await until('the children of the Map Run', async () => {
    const mapRunArn = String(mapRun?.mapRunArn);
    const { executions } = await aws.json('states', 'ListExecutions', { mapRunArn });
    const found = isArray(executions) ? executions.filter(isObject) : [];
    children.splice(0, children.length, ...found.map(({ executionArn }) => String(executionArn)));
    const submitted = await Promise.all(children.map((arn) => hasEvents(aws, arn, 'TaskSubmitted', 1)));
    return children.length === 2 && submitted.every(Boolean);
  });
  const all = await Promise.all([...arns, ...children].map((arn) => tokensOf(aws, arn)));
  return all.flat();
}

function machineArn(name: string): string {
  return `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
}

function arnOf(machine: string, name = 'one'): string {
  return `arn:aws:states:us-east-1:123456789012:execution:${machine}:${name}`;
}
