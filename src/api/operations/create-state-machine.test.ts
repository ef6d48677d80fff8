import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFINITION, ROLE, START, States } from '../../../test/api/states.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
const INPUT = { name: 'm', definition: DEFINITION, roleArn: ROLE };

describe('CreateStateMachine', () => {
  test('answers with the ARN and the date in seconds', async () => {
    const made = await new States().call('CreateStateMachine', INPUT);
    assert.deepEqual(made, { stateMachineArn: ARN, creationDate: START / 1000 });
  });
  test('repeated as it was answers with the first date', async () => {
    const states = new States();
    const first = await states.call('CreateStateMachine', INPUT);
    states.wait(1000);
    assert.deepEqual(
      await states.call('CreateStateMachine', { ...INPUT, roleArn: `${ROLE}2`, type: 'STANDARD' }),
      first,
    );
  });
  test('repeated with another white space is refused', async () => {
    const states = new States();
    await states.machine();
    const again = { ...INPUT, definition: `${DEFINITION} ` };
    await states.refuses(
      'CreateStateMachine',
      again,
      'StateMachineAlreadyExists',
      `State Machine Already Exists: '${ARN}'`,
    );
  });
  test('takes a definition that names __proto__', async () => {
    const definition = '{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","End":true}}}';
    await new States().call('CreateStateMachine', { ...INPUT, definition });
  });
  test('refuses a name with a space', () => refuses({ name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"));
  test('refuses a role that is none', () =>
    refuses({ roleArn: 'me' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: me'"));
  test('refuses a definition that is not JSON', () => {
    return refuses(
      { definition: 'nope' },
      'InvalidDefinition',
      /^Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION/,
    );
  });
  test('refuses a definition without states', () => {
    const message =
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'";
    return refuses({ definition: '{"StartAt":"S"}' }, 'InvalidDefinition', message);
  });
  test('refuses logging without a destination', () => {
    const message = 'Invalid Logging Configuration: Must specify exactly one Log Destination.';
    return refuses({ loggingConfiguration: { level: 'ALL' } }, 'InvalidLoggingConfiguration', message);
  });
  test('logs to a group that is there', async () => {
    await new States().call('CreateStateMachine', { ...INPUT, loggingConfiguration: loggingTo('there:*') });
  });
  test('refuses a log group that is not there, or is elsewhere', async () => {
    const message = 'Invalid Logging Configuration: Log Destination not found.';
    const foreign = loggingTo('there:*', 'eu-west-1');
    for (const loggingConfiguration of [loggingTo('gone:*'), foreign])
      await refuses({ loggingConfiguration }, 'InvalidLoggingConfiguration', message);
  });
  test('refuses the ARN of a log group without its star', () => {
    const message = "Invalid Logging Configuration: Log Group ARN must be provided with '*' qualifier.";
    return refuses({ loggingConfiguration: loggingTo('there') }, 'InvalidLoggingConfiguration', message);
  });
  test('with level OFF may name any log group', async () => {
    const loggingConfiguration = { ...loggingTo('gone:*'), level: 'OFF' };
    await new States().call('CreateStateMachine', { ...INPUT, loggingConfiguration });
  });
  test('publishes the first version when asked to', async () => {
    const states = new States();
    const input = { ...INPUT, publish: true, versionDescription: 'v' };
    const made = await states.call('CreateStateMachine', input);
    assert.equal(made.stateMachineVersionArn, `${made.stateMachineArn}:1`);
    assert.deepEqual(await states.call('CreateStateMachine', input), made);
    await states.refuses('CreateStateMachine', INPUT, 'StateMachineAlreadyExists');
  });
  test('refuses a version description without publish', () => {
    const message = 'Version description can only be set when publish is true';
    return refuses({ versionDescription: 'v' }, 'ValidationException', message);
  });
  test('makes EXPRESS machines, with versions', async () => {
    const states = new States();
    const made = await states.call('CreateStateMachine', { ...INPUT, type: 'EXPRESS', publish: true });
    assert.equal(made.stateMachineVersionArn, `${ARN}:1`);
    const shown = await states.call('DescribeStateMachine', { stateMachineArn: ARN });
    assert.equal(shown.type, 'EXPRESS');
    await states.refuses('CreateStateMachine', INPUT, 'StateMachineAlreadyExists');
  });
  test('refuses an EXPRESS machine that waits for a token, a job or a worker', async () => {
    for (const [resource, what] of [
      ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', "'.waitForTaskToken' service integration "],
      ['arn:aws:states:::states:startExecution.sync', "'.sync' service integration"],
      ['arn:aws:states:us-east-1:123456789012:activity:a', 'Activity ARN'],
    ]) {
      const definition = DEFINITION.replace('"Pass"', `"Task","Resource":"${resource}"`);
      const message =
        `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Express state machine does not support ${what}` +
        " at /States/P/Resource'";
      await refuses({ definition, type: 'EXPRESS' }, 'InvalidDefinition', message);
    }
  });
  test('keeps the tags', async () => {
    const states = new States();
    const tags = [{ key: 'k', value: 'v' }];
    const { stateMachineArn } = await states.call('CreateStateMachine', { ...INPUT, tags });
    assert.deepEqual(await states.call('ListTagsForResource', { resourceArn: stateMachineArn }), { tags });
  });
  test('says that customer keys are not there', () => {
    const encryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'k' };
    return refuses(
      { encryptionConfiguration },
      'InvalidEncryptionConfiguration',
      /no customer managed keys yet/,
    );
  });
});

function refuses(change: object, code: string, message: string | RegExp): Promise<void> {
  return new States().refuses('CreateStateMachine', { ...INPUT, ...change }, code, message);
}

function loggingTo(group: string, region = 'us-east-1') {
  const logGroupArn = `arn:aws:logs:${region}:123456789012:log-group:${group}`;
  return { level: 'ALL', destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] };
}
