import { test } from 'node:test';
import { MACHINE } from '../../../test/events/event-world.ts';
import { ROLE, SchedulerWorld } from '../../../test/events/scheduler-world.ts';
import type { JsonObject } from '../../base/json.ts';

const NOON_SECONDS = Date.parse('2026-01-01T12:00:00Z') / 1_000;
const ARN = 'arn:aws:sqs:us-east-1:123456789012:q';

test('A schedule is refused for what it may not say', async () => {
  const world = await SchedulerWorld.start();
  const refused: readonly (readonly [JsonObject, RegExp])[] = [
    [{ FlexibleTimeWindow: null }, /at 'flexibleTimeWindow' .* must not be null/],
    [{ FlexibleTimeWindow: { Mode: 'ON' } }, /at 'mode' .*enum value set: \[OFF, FLEXIBLE\]/],
    [{ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, /MaximumWindowInMinutes must be provided/],
    [{ FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }, /must not be provided/],
    [{ State: 'ON' }, /at 'state' .*enum value set: \[ENABLED, DISABLED\]/],
    [{ ActionAfterCompletion: 'KEEP' }, /enum value set: \[NONE, DELETE\]/],
    [{ StartDate: NOON_SECONDS - 301 }, /StartDate you specify cannot be earlier than 5 minutes ago/],
    [{ EndDate: NOON_SECONDS - 1 }, /EndDate/],
    [{ StartDate: NOON_SECONDS + 2, EndDate: NOON_SECONDS + 1 }, /EndDate/],
    [{ KmsKeyArn: 'arn' }, /no KmsKeyArn/],
  ];
  for (const [more, message] of refused) await world.refuses('rate(1 hour)', more, message);
});

test('A target is refused for what is not here, or not its own', async () => {
  const world = await SchedulerWorld.start();
  const refused: readonly (readonly [JsonObject, RegExp])[] = [
    [{ Arn: 'x' }, /Invalid TargetArn x/],
    [{ RoleArn: 'r' }, /at 'roleArn'/],
    [{ Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' }, /no universal targets/],
    [{ Arn: ARN.replace('sqs', 'kinesis') }, /no targets of kinesis/],
    [{ Arn: ARN.replace('us-east-1', 'eu-west-1') }, /the region of its schedule/],
    [{ EcsParameters: {} }, /no EcsParameters of targets/],
    [{ Input: '{' }, /not valid JSON/],
    [{ RetryPolicy: { MaximumRetryAttempts: 186 } }, /less than or equal to 185/],
    [{ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }, /greater than or equal to 60/],
    [{ DeadLetterConfig: { Arn: MACHINE } }, /at 'arn'/],
    [{ Arn: 'arn:aws:events:us-east-1:123456789012:event-bus/default' }, /EventBridgeParameters/],
  ];
  for (const [more, message] of refused) {
    await world.refuses('rate(1 hour)', { Target: { Arn: MACHINE, RoleArn: ROLE, ...more } }, message);
  }
});

test('A queue may be given what is no JSON, in a flexible window, in groups of messages', async () => {
  const world = await SchedulerWorld.start();
  const more = { SqsParameters: { MessageGroupId: 'g' }, DeadLetterConfig: { Arn: ARN } };
  const Target = { Arn: ARN, RoleArn: ROLE, Input: 'text', ...more };
  const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 };
  await world.create('s', 'rate(1 hour)', { Target, FlexibleTimeWindow });
});
