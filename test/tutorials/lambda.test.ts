import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { whyNoAws } from './aws-cli.ts';
import { assertHistory, type Expected, entered, exited, started, succeeded, WHOLE } from './history.ts';
import { example, Lesson } from './lesson.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:HelloFunction';
const INPUT = '{"who":"AWS Step Functions"}';
const OUTPUT = '"Hello from AWS Step Functions!"';

describe('tutorial 1: a state machine that calls a function', { skip: whyNoAws() }, () => {
  test('through lambda:invoke and by its ARN', async () => {
    await using lesson = await Lesson.begin();
    assert.equal(
      await lesson.createFunction('HelloFunction', example('hello/functions/HelloFunction/index.js')),
      ARN,
    );
    await lesson.aws.call('lambda', 'wait', 'function-active', '--function-name', 'HelloFunction');
    assert.equal(await lesson.invoke('HelloFunction', INPUT), OUTPUT);
    await Promise.all([
      runs(lesson, 'LambdaStateMachine', example('hello/hello.asl.json'), OPTIMIZED),
      runs(lesson, 'Direct', JSON.stringify(DIRECT_DEFINITION), DIRECT),
    ]);
  });
});

const DIRECT_DEFINITION = { StartAt: 'Hello', States: { Hello: { Type: 'Task', Resource: ARN, End: true } } };

const INVOKE = { resource: 'invoke', resourceType: 'lambda' };
const PARAMETERS = `{"FunctionName":"${ARN}:$LATEST","Payload":${INPUT}}`;
const RESPONSE =
  /^\{"ExecutedVersion":"\$LATEST","Payload":"Hello from AWS Step Functions!",.*"StatusCode":200\}$/;

const OPTIMIZED: readonly Expected[] = [
  started(INPUT),
  entered('Task', 0, 'Lambda Invoke', INPUT),
  ['TaskScheduled', 2, { ...INVOKE, parameters: PARAMETERS, region: 'us-east-1' }],
  ['TaskStarted', 3, INVOKE],
  ['TaskSucceeded', 4, { ...INVOKE, output: RESPONSE, outputDetails: WHOLE }],
  exited('Task', 5, 'Lambda Invoke', OUTPUT),
  succeeded(6, OUTPUT),
];

const DIRECT: readonly Expected[] = [
  started(INPUT),
  entered('Task', 0, 'Hello', INPUT),
  ['LambdaFunctionScheduled', 2, { resource: ARN, input: INPUT, inputDetails: WHOLE }],
  ['LambdaFunctionStarted', 3],
  ['LambdaFunctionSucceeded', 4, { output: OUTPUT, outputDetails: WHOLE }],
  exited('Task', 5, 'Hello', OUTPUT),
  succeeded(6, OUTPUT),
];

async function runs(
  lesson: Lesson,
  name: string,
  definition: string,
  history: readonly Expected[],
): Promise<void> {
  const executionArn = await lesson.start(await lesson.createMachine(name, definition), INPUT);
  const { status, input, output } = await lesson.end(executionArn);
  assert.deepEqual({ status, input, output }, { status: 'SUCCEEDED', input: INPUT, output: OUTPUT });
  assertHistory(await lesson.history(executionArn), history);
}
