import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  activityArn,
  executionArn,
  expressArn,
  functionArn,
  parseStatesArn,
  stateMachineArn,
} from './arn.ts';

describe('An ARN of Step Functions', () => {
  test('names a state machine, a version or alias of it, or its child by label', () => {
    assert.deepEqual(parsed('stateMachine:m'), { kind: 'stateMachine', name: 'm' });
    assert.deepEqual(parsed('stateMachine:m:7'), { kind: 'stateMachine', name: 'm', qualifier: '7' });
    assert.deepEqual(parsed('stateMachine:m/l'), { kind: 'stateMachine', name: 'm', label: 'l' });
  });

  test('names an execution', () => {
    assert.deepEqual(parsed('execution:m:e'), { kind: 'execution', machine: 'm', name: 'e' });
    assert.deepEqual(parsed('execution:m/l:e'), { kind: 'execution', machine: 'm', name: 'e', label: 'l' });
    assert.deepEqual(parsed('express:m:e:r'), { kind: 'express', machine: 'm', name: 'e', run: 'r' });
  });

  test('names a map run or an activity', () => {
    assert.deepEqual(parsed('mapRun:m/l:r'), { kind: 'mapRun', machine: 'm', label: 'l', run: 'r' });
    assert.deepEqual(parsed('activity:a'), { kind: 'activity', name: 'a' });
  });

  test('is none with a part too few or too many', () => {
    const rests = [
      'execution:m',
      'execution:m:e:x',
      'express:m:e',
      'mapRun:m:r',
      'activity:a:b',
      'activity:',
      'other:a',
    ];
    for (const rest of [...rests, 'stateMachine:m:1:2', 'express:m:e:r:x', 'mapRun:m/l']) {
      assert.equal(parsed(rest), undefined, rest);
    }
  });

  test('is none of another service, without a region, or with an account that is none', () => {
    for (const start of [
      'arn:aws:lambda:us-east-1:123456789012',
      'arn:aws:states::123456789012',
      'arn:aws:states:r:12',
    ]) {
      assert.equal(parseStatesArn(`${start}:activity:a`), undefined);
    }
    assert.equal(parseStatesArn(''), undefined);
  });

  test('may be of any partition', () => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
      assert.equal(
        parseStatesArn(`arn:${partition}:states:us-east-1:123456789012:activity:a`)?.kind,
        'activity',
      );
    }
  });

  test('is read as it was made', () => {
    assert.deepEqual(parseStatesArn(stateMachineArn(HERE, 'm')), {
      ...HERE,
      kind: 'stateMachine',
      name: 'm',
    });
    const execution = { ...HERE, kind: 'execution', machine: 'm', name: 'e' };
    assert.deepEqual(parseStatesArn(executionArn(HERE, 'm', 'e')), execution);
    const express = { ...HERE, kind: 'express', machine: 'm', name: 'e', run: 'r' };
    assert.deepEqual(parseStatesArn(expressArn(HERE, 'm', 'e', 'r')), express);
    assert.deepEqual(parseStatesArn(activityArn(HERE, 'a')), { ...HERE, kind: 'activity', name: 'a' });
    assert.equal(functionArn(HERE, 'f'), 'arn:aws:lambda:us-east-1:123456789012:function:f');
  });
});

const HERE = { region: 'us-east-1', account: '123456789012' };

/** What the rest of an ARN says, besides where it is. */
function parsed(rest: string): object | undefined {
  const found = parseStatesArn(`arn:aws:states:us-east-1:123456789012:${rest}`);
  if (found === undefined) return undefined;
  const { region, account, ...what } = found;
  assert.deepEqual({ region, account }, HERE);
  return what;
}
