import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { whyNoAws } from './aws-cli.ts';
import { assertHistory, type Expected, entered, exited, started, succeeded, WHOLE } from './history.ts';
import { example, Lesson } from './lesson.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:Iterator';
const COMMENT = '"Comment":"Test my Iterator function"';
const INPUT = `{${COMMENT}}`;
const COUNT = 10;

describe('tutorial 6: a loop with a function', { skip: whyNoAws() }, () => {
  test('calls its function ten times and does its work nine times', async () => {
    await using lesson = await Lesson.begin();
    await lesson.createFunction('Iterator', example('tutorials/06-loop/functions/Iterator/index.js'));
    const machine = await lesson.createMachine(
      'IterateCount',
      example('tutorials/06-loop/iterate-count.asl.json'),
    );
    const executionArn = await lesson.start(machine, INPUT);
    const { status, output } = await lesson.end(executionArn);
    assert.deepEqual({ status, output }, { status: 'SUCCEEDED', output: inputOf(answer(COUNT), true) });
    const events = await lesson.history(executionArn);
    assert.equal(events.filter(({ type }) => type === 'LambdaFunctionScheduled').length, COUNT);
    assertHistory(events, wholeHistory());
  });
});

const CONFIGURED = `{"count":${COUNT},"index":0,"step":1}`;

/** What the function answers at its call of that number. */
function answer(call: number): string {
  return `{"index":${call},"step":1,"count":${COUNT},"continue":${call < COUNT}}`;
}

function inputOf(iterator: string, hasWorked: boolean): string {
  return `{${COMMENT},"iterator":${iterator}${hasWorked ? ',"result":{"success":true}' : ''}}`;
}

function wholeHistory(): Expected[] {
  const events: Expected[] = [
    started(INPUT),
    entered('Pass', 0, 'ConfigureCount', INPUT),
    exited('Pass', 2, 'ConfigureCount', inputOf(CONFIGURED, false)),
  ];
  for (let call = 1; call <= COUNT; call++) {
    events.push(...callOf(call, events.length));
    if (call < COUNT) events.push(...workAfter(call, events.length));
  }
  const output = inputOf(answer(COUNT), true);
  const last = events.length;
  events.push(entered('Pass', last, 'Done', output), exited('Pass', last + 1, 'Done', output));
  return [...events, succeeded(last + 2, output)];
}

function callOf(call: number, last: number): Expected[] {
  const input = inputOf(call === 1 ? CONFIGURED : answer(call - 1), call > 1);
  const output = inputOf(answer(call), call > 1);
  return [
    entered('Task', last, 'Iterator', input),
    ['LambdaFunctionScheduled', last + 1, { resource: ARN, input, inputDetails: WHOLE }],
    ['LambdaFunctionStarted', last + 2],
    ['LambdaFunctionSucceeded', last + 3, { output: answer(call), outputDetails: WHOLE }],
    exited('Task', last + 4, 'Iterator', output),
    entered('Choice', last + 5, 'IsCountReached', output),
    exited('Choice', last + 6, 'IsCountReached', output),
  ];
}

function workAfter(call: number, last: number): Expected[] {
  return [
    entered('Pass', last, 'ExampleWork', inputOf(answer(call), call > 1)),
    exited('Pass', last + 1, 'ExampleWork', inputOf(answer(call), true)),
  ];
}
