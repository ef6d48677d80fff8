import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EngineWorld } from '../../test/engine/engine-world.ts';
import { Histogram } from '../base/histogram.ts';
import type { Metric } from '../base/metric.ts';
import { Tally } from './tally.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';

describe('The tally', () => {
  test('counts an execution as it starts and as it ends, by its machine', async () => {
    const { counted } = await ran({ P: { Type: 'Pass', End: true } });
    assert.deepEqual(counted('executions_total'), {
      ExecutionsStarted: 1,
      ExecutionsSucceeded: 1,
      ExecutionsFailed: 0,
      ExecutionsAborted: 0,
      ExecutionsTimedOut: 0,
    });
    assert.equal(counted('execution_time_ms').ExecutionTime, 1);
  });

  test('counts a failure as one', async () => {
    const { counted } = await ran({ P: { Type: 'Fail' } });
    assert.equal(counted('executions_total').ExecutionsFailed, 1);
  });

  test('counts the tasks of a function under its name on AWS', async () => {
    const { counted } = await ran({ P: { Type: 'Task', Resource: FUNCTION, End: true } });
    assert.deepEqual(counted('lambda_functions_total'), {
      LambdaFunctionsScheduled: 1,
      LambdaFunctionsStarted: 1,
      LambdaFunctionsSucceeded: 0,
      LambdaFunctionsFailed: 0,
      LambdaFunctionsTimedOut: 0,
      LambdaFunctionsHeartbeatTimedOut: 0,
    });
  });

  test('tells one who is shed to come back, and counts it', () => {
    const tally = new Tally();
    assert.equal(tally.shed('turns').code, 'ThrottlingException');
    assert.deepEqual(samplesOf(tally.metrics(), 'sheds_total'), [['turns', 1]]);
  });

  test('times an activity from its worker to its answer', () => {
    const tally = new Tally();
    tally.taken({ execution: 1, attempt: 2 }, { arn: 'a', at: 100 });
    tally.answered({ execution: 1, attempt: 2 }, 400);
    tally.answered({ execution: 1, attempt: 2 }, 900);
    assert.deepEqual(samplesOf(tally.metrics(), 'activities_time_ms'), [['ActivityRunTime', 300]]);
  });

  test('gives names of their own to so many resources only', () => {
    const tally = new Tally();
    for (let n = 0; n < 2_100; n++) tally.ran({ kind: 'function', arn: `f-${n}` }, 1);
    const { samples = [] } = tally.metrics().find(({ name }) => name === 'lambda_functions_time_ms') ?? {};
    assert.equal(samples.length, 2_001);
    assert.equal(samples.at(-1)?.labels?.LambdaFunctionArn, 'others');
  });
});

/** What an engine has counted after one execution of these states, from `P`. */
async function ran(states: object) {
  const process = await new EngineWorld().boot();
  await process.run(states);
  const metrics = process.engine.metrics();
  return { counted: (name: string) => Object.fromEntries(samplesOf(metrics, name)) };
}

/** First label and value; of a histogram the sum, or how many there are where that is 0. */
function samplesOf(metrics: readonly Metric[], name: string): [string, number][] {
  const { samples = [] } = metrics.find((metric) => metric.name === name) ?? {};
  return samples.map(({ labels = {}, value }) => [
    Object.values(labels)[0] ?? '',
    value instanceof Histogram ? value.sum || value.counts.reduce((sum, count) => sum + count, 0) : value,
  ]);
}
