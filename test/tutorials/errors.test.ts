import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { whyNoAws } from './aws-cli.ts';
import {
  assertHistory,
  type Event,
  type Expected,
  elapsed,
  entered,
  exited,
  started,
  succeeded,
  WHOLE,
} from './history.ts';
import { example, Lesson } from './lesson.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:';
const INPUT = '{}';
const CUSTOM = '"This is a fallback from a custom Lambda function exception"';
const RESERVED = '"This is a fallback from a reserved error code"';
const ANY = '"This is a fallback from any error code"';

describe('tutorial 2: errors of a function', { skip: whyNoAws(), concurrency: true }, () => {
  let lesson: Lesson;
  before(async () => {
    lesson = await Lesson.begin();
  });
  after(() => lesson[Symbol.asyncDispose]());

  test('an error of its own is caught by its name', async () => {
    await lesson.createFunction(
      'FailFunction',
      example('tutorials/02-errors/functions/FailFunction/index.js'),
    );
    const events = await run(lesson, 'Catchfailure', catchFailure('FailFunction'), CUSTOM);
    assertHistory(events, [
      ...failing('FailFunction', 'CustomError', /"errorMessage":"This is a custom error!"/),
      ...falling('CustomErrorFallback', 'CustomError', CUSTOM),
    ]);
  });

  test('a plain Error is caught as States.TaskFailed', async () => {
    const source = 'exports.handler = async () => { throw new Error("plain"); };';
    await lesson.createFunction('PlainFunction', source);
    const events = await run(lesson, 'Plain', catchFailure('PlainFunction'), RESERVED);
    assertHistory(events, [
      ...failing('PlainFunction', 'Error', /"errorMessage":"plain"/),
      ...falling('ReservedTypeFallback', 'Error', RESERVED),
    ]);
  });

  test('a function that is not there is caught as States.TaskFailed', async () => {
    const events = await run(lesson, 'Missing', catchFailure('MissingFunction'), RESERVED);
    const error = 'Lambda.ResourceNotFoundException';
    assertHistory(events, [
      ...failing('MissingFunction', error, /^Function not found: \S+:MissingFunction:\$LATEST \(/),
      ...falling('ReservedTypeFallback', error, RESERVED),
    ]);
  });

  test('a retry waits one second, and then two', async () => {
    await lesson.createFunction('RetriedFunction', 'exports.handler = async () => { throw new Error(); };');
    const retry = { ErrorEquals: ['Error'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 };
    const events = await run(lesson, 'Retry', changed('RetriedFunction', { Retry: [retry] }), RESERVED);
    assert.deepEqual(
      events.filter(({ type }) => type.startsWith('LambdaFunction')).map(({ type }) => type),
      [...ATTEMPT, ...ATTEMPT, ...ATTEMPT],
    );
    waits(events, { from: 5, to: 6, seconds: 1 });
    waits(events, { from: 8, to: 9, seconds: 2 });
  });

  test('a function that takes too long is caught as States.Timeout', async () => {
    const source = 'exports.handler = () => new Promise((end) => setTimeout(end, 20_000));';
    await lesson.createFunction('SlowFunction', source);
    const first = { ErrorEquals: ['States.Timeout'], Next: 'CatchAllFallback' };
    const events = await run(lesson, 'Timeout', changed('SlowFunction', { TimeoutSeconds: 2 }, [first]), ANY);
    assertHistory(events, [
      ...beginning('SlowFunction', { timeoutInSeconds: 2 }),
      ['LambdaFunctionTimedOut', 4, { error: 'States.Timeout' }],
      ...falling('CatchAllFallback', 'States.Timeout', ANY),
    ]);
    waits(events, { from: 4, to: 5, seconds: 2 });
  });
});

const ATTEMPT = ['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed'];

function catchFailure(functionName: string): string {
  return example('tutorials/02-errors/catch-failure.asl.json').replace('FailFunction', functionName);
}

/** The tutorial's machine with more members in its Task, and catchers before its own. */
function changed(functionName: string, task: object, catchers: readonly object[] = []): string {
  const machine = JSON.parse(catchFailure(functionName));
  const { CreateAccount } = machine.States;
  Object.assign(CreateAccount, task, { Catch: [...catchers, ...CreateAccount.Catch] });
  return JSON.stringify(machine);
}

async function run(
  lesson: Lesson,
  name: string,
  definition: string,
  output: string,
): Promise<readonly Event[]> {
  const executionArn = await lesson.start(await lesson.createMachine(name, definition), INPUT);
  const description = await lesson.end(executionArn);
  assert.deepEqual([description.status, description.output], ['SUCCEEDED', output]);
  return await lesson.history(executionArn);
}

function beginning(functionName: string, settings: object = {}): Expected[] {
  const scheduled = {
    resource: `${FUNCTION}${functionName}`,
    input: INPUT,
    inputDetails: WHOLE,
    ...settings,
  };
  return [
    started(INPUT),
    entered('Task', 0, 'CreateAccount', INPUT),
    ['LambdaFunctionScheduled', 2, scheduled],
    ['LambdaFunctionStarted', 3],
  ];
}

function failing(functionName: string, error: string, cause: RegExp): Expected[] {
  return [...beginning(functionName), ['LambdaFunctionFailed', 4, { error, cause }]];
}

function falling(fallback: string, error: string, output: string): Expected[] {
  const caught = new RegExp(`^\\{"Error":"${error.replace('.', '\\.')}"[,}]`);
  return [
    exited('Task', 5, 'CreateAccount', caught),
    entered('Pass', 6, fallback, caught),
    exited('Pass', 7, fallback, output),
    succeeded(8, output),
  ];
}

/** Never early, and not much later: a second of it is the machine's. */
function waits(
  events: readonly Event[],
  { from, to, seconds }: Record<'from' | 'to' | 'seconds', number>,
): void {
  const waitedMs = elapsed(events[from - 1], events[to - 1]);
  assert.ok(
    waitedMs >= seconds * 1000 && waitedMs < seconds * 1000 + LATE_MS_MAX,
    `${from} to ${to}: ${waitedMs} ms`,
  );
}

/** Of a machine that is busy; that no wait is cut short is held exactly. */
const LATE_MS_MAX = 5000;
