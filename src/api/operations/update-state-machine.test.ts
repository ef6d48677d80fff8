import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFINITION, ROLE, START, States, uuidOf } from '../../../test/api/states.ts';

describe('UpdateStateMachine', () => {
  test('answers with a new revision id', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    states.wait(1000);
    const updated = await states.call('UpdateStateMachine', {
      stateMachineArn,
      definition: `${DEFINITION} `,
    });
    assert.deepEqual(updated, { updateDate: (START + 1000) / 1000, revisionId: uuidOf(1) });
  });
  test('that changes nothing has no revision id', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    const updated = await states.call('UpdateStateMachine', {
      stateMachineArn,
      definition: DEFINITION,
      roleArn: ROLE,
    });
    assert.deepEqual(updated, { updateDate: START / 1000 });
  });
  test('that changes nothing has the revision id of the last change', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    for (let i = 0; i < 2; i++) {
      const updated = await states.call('UpdateStateMachine', { stateMachineArn, roleArn: `${ROLE}2` });
      assert.equal(updated.revisionId, uuidOf(1));
    }
  });
  test('of one setting keeps the others', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    await states.call('UpdateStateMachine', { stateMachineArn, tracingConfiguration: { enabled: true } });
    const described = await states.call('DescribeStateMachine', { stateMachineArn });
    assert.deepEqual([described.definition, described.tracingConfiguration], [DEFINITION, { enabled: true }]);
  });
  test('of nothing is refused', () => {
    const message =
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified';
    return refuses({}, 'MissingRequiredParameter', message);
  });
  test('refuses a bad definition', () =>
    refuses({ definition: '{}' }, 'InvalidDefinition', /These fields are required/));
  test('publishes what it leads to when asked to, once', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    for (const _ of ['first', 'again']) {
      const updated = await states.call('UpdateStateMachine', {
        stateMachineArn,
        roleArn: ROLE,
        publish: true,
      });
      assert.equal(updated.stateMachineVersionArn, `${stateMachineArn}:1`);
    }
  });
  test('refuses a version description without publish', () =>
    refuses({ roleArn: ROLE, versionDescription: 'v' }, 'ValidationException', /when publish is true/));
  test('of a version does not find it', async () => {
    const states = new States();
    const stateMachineArn = `${await states.machine()}:2`;
    const message = `State Machine Does Not Exist: '${stateMachineArn}'`;
    await states.refuses(
      'UpdateStateMachine',
      { stateMachineArn, roleArn: ROLE },
      'StateMachineDoesNotExist',
      message,
    );
  });
  test('of a labelled ARN is refused, with the reason', async () => {
    const states = new States();
    const stateMachineArn = `${await states.machine()}/label`;
    const answer = await states.send(
      'UpdateStateMachine',
      JSON.stringify({ stateMachineArn, roleArn: ROLE }),
    );
    assert.match(String(answer.body), /"reason":"API_DOES_NOT_SUPPORT_LABELED_ARNS"/);
  });
});

async function refuses(change: object, code: string, message: string | RegExp): Promise<void> {
  const states = new States();
  await states.refuses(
    'UpdateStateMachine',
    { stateMachineArn: await states.machine(), ...change },
    code,
    message,
  );
}
