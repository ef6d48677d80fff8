import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Answer, Refused, whyNoAws } from './aws-cli.ts';
import { assertHistory, type Expected, entered, exited, started, succeeded, WHOLE } from './history.ts';
import { example, Lesson } from './lesson.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:activity:get-greeting';
const INPUT = '{"who":"AWS Step Functions"}';
const OUTPUT = '{"Hello":"AWS Step Functions"}';

describe('tutorial 5: an activity', { skip: whyNoAws(), concurrency: true }, () => {
  test('a worker waits for the task, takes it, and its answer is the result', async () => {
    await using lesson = await Lesson.begin();
    const activity = await lesson.aws.states('create-activity', '--name', 'get-greeting');
    assert.equal(activity.activityArn, ARN);
    assert.deepEqual(await lesson.aws.states('create-activity', '--name', 'get-greeting'), activity);
    await holds(lesson);

    const { executionArn } = await greetingOf(lesson);
    assert.equal((await lesson.describe(executionArn)).status, 'RUNNING');
    assertHistory(await lesson.history(executionArn), scheduled());

    const taskToken = await take(lesson);
    await tell(lesson, 'send-task-heartbeat', taskToken);
    await tell(lesson, 'send-task-success', taskToken, ...GREETING);
    await isGreeted(lesson, executionArn);

    const again = tell(lesson, 'send-task-success', taskToken, ...GREETING);
    await refuses(again, /TaskTimedOut|TaskDoesNotExist/);
    await refuses(tell(lesson, 'send-task-success', 'garbage', ...GREETING), /InvalidToken/);
  });

  test('a worker that fails fails the execution', async () => {
    await using lesson = await Lesson.begin();
    const { machine, executionArn } = await greetingOf(lesson);
    const failure = { error: 'Mute', cause: 'lost its voice' };
    await tell(
      lesson,
      'send-task-failure',
      await take(lesson),
      ...['--error', failure.error, '--cause', failure.cause],
    );
    assert.deepEqual(await failureOf(lesson, executionArn), failure);
    assertHistory(await lesson.history(executionArn), [
      ...taken(),
      ['ActivityFailed', 4, failure],
      ['ExecutionFailed', 5, failure],
    ]);

    const second = await lesson.start(machine, INPUT);
    await tell(lesson, 'send-task-failure', await take(lesson));
    assert.deepEqual(await failureOf(lesson, second), { error: undefined, cause: undefined });
  });

  test('a token outlives kill -9 of the server', async () => {
    await using lesson = await Lesson.begin();
    const { executionArn } = await greetingOf(lesson);
    const taskToken = await take(lesson);
    await lesson.restart();
    assertHistory(await lesson.history(executionArn), taken());
    await tell(lesson, 'send-task-success', taskToken, ...GREETING);
    await isGreeted(lesson, executionArn);
  });
});

const GREETING = ['--task-output', OUTPUT];
const PATIENCE_SECONDS = 3;

/** A poll without a task does not return early; whoever gives it up must lose no task that comes later. */
async function holds(lesson: Lesson): Promise<void> {
  const before = Date.now();
  await refuses(poll(lesson, '--cli-read-timeout', String(PATIENCE_SECONDS)), /Read timeout/);
  assert.ok(Date.now() - before >= PATIENCE_SECONDS * 1000);
}

/** Creates the activity and its machine, and starts an execution. */
async function greetingOf(lesson: Lesson): Promise<{ machine: string; executionArn: string }> {
  await lesson.aws.states('create-activity', '--name', 'get-greeting');
  const definition = example('tutorials/05-activity/activity-state-machine.asl.json');
  const machine = await lesson.createMachine('ActivityStateMachine', definition);
  return { machine, executionArn: await lesson.start(machine, INPUT) };
}

function poll(lesson: Lesson, ...options: readonly string[]): Promise<Answer> {
  return lesson.aws.states('get-activity-task', '--activity-arn', ARN, '--worker-name', 'w1', ...options);
}

/** @returns the token of the task that waits. */
async function take(lesson: Lesson): Promise<string> {
  const { taskToken, input } = await poll(lesson);
  assert.equal(input, INPUT);
  return String(taskToken);
}

async function tell(
  lesson: Lesson,
  operation: string,
  taskToken: string,
  ...options: readonly string[]
): Promise<void> {
  assert.deepEqual(await lesson.aws.states(operation, '--task-token', taskToken, ...options), {});
}

async function refuses(call: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(call, (error) => error instanceof Refused && message.test(error.message));
}

async function failureOf(lesson: Lesson, executionArn: string): Promise<object> {
  const { status, error, cause } = await lesson.end(executionArn);
  assert.equal(status, 'FAILED');
  return { error, cause };
}

async function isGreeted(lesson: Lesson, executionArn: string): Promise<void> {
  const { status, output } = await lesson.end(executionArn);
  assert.deepEqual({ status, output }, { status: 'SUCCEEDED', output: OUTPUT });
  const events = await lesson.history(executionArn);
  assertHistory(events, [
    ...taken(),
    ['ActivitySucceeded', 4, { output: OUTPUT, outputDetails: WHOLE }],
    exited('Task', 5, 'getGreeting', OUTPUT),
    succeeded(6, OUTPUT),
  ]);
}

function scheduled(): Expected[] {
  return [
    started(INPUT),
    entered('Task', 0, 'getGreeting', INPUT),
    ['ActivityScheduled', 2, { resource: ARN, input: INPUT, inputDetails: WHOLE }],
  ];
}

function taken(): Expected[] {
  return [...scheduled(), ['ActivityStarted', 3, { workerName: 'w1' }]];
}
