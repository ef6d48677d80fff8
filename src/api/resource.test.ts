import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { arnOf, isOwn, refuseLabel } from './resource.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';

describe('an ARN', () => {
  test('of the kind wanted is taken apart', () => assert.equal(arnOf(MACHINE, 'stateMachine').name, 'm'));
  test('of another kind is refused', () => {
    const message = "Invalid Arn: 'Resource type not valid in this context: stateMachine'";
    assert.throws(() => arnOf(MACHINE, 'execution'), { message });
  });
  test('that is none is refused', () => {
    for (const arn of [
      '',
      'x',
      'arn:aws:s3:::b',
      `${MACHINE}:1:2`,
      'arn:aws:states:us-east-1:1:activity:a',
    ]) {
      assert.throws(() => arnOf(arn, 'stateMachine'), {
        message: `Invalid Arn: 'Invalid ARN prefix: ${arn}'`,
      });
    }
  });
  test('belongs to one account in one region', () => {
    const scope = { account: '1', region: 'r' };
    const others = [
      { account: '2', region: 'r' },
      { account: '1', region: 's' },
    ];
    assert.deepEqual(
      [scope, ...others].map((other) => isOwn(other, scope)),
      [true, false, false],
    );
  });
  test('with a label is refused where AWS refuses it', () => {
    refuseLabel(arnOf(MACHINE, 'stateMachine'));
    assert.throws(() => refuseLabel(arnOf(`${MACHINE}/l`, 'stateMachine')), {
      reason: 'API_DOES_NOT_SUPPORT_LABELED_ARNS',
    });
  });
});
