import type { Scope } from '../../base/arn.ts';
import { isNumber, isObject, type JsonObject, member, parseJson, toNumber } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { invalid, requiredText, textIn } from '../events/input.ts';
import type { Target } from '../events/rule.ts';
import { targetOf } from '../events/target-call.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import type { FlexibleWindow, ScheduleSettings } from './schedule-document.ts';

const NAME = /^[0-9a-zA-Z-_.]+$/;
const ROLE = /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const DEAD_LETTERS = /^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/;
const NAME_LENGTH_MAX = 64;
/** Services that a schedule can have as its target here. */
const TARGET_SERVICES = ['states', 'lambda', 'sqs', 'sns', 'events'];
const TARGET_MEMBERS = [
  ...['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig', 'SqsParameters', 'EventBridgeParameters'],
];
/** A start may lie that far back. */
const PAST_START_MS_MAX = 300_000;

/** The name of a schedule or of a group. */
export function nameIn(input: JsonObject, name: string): string {
  const value = requiredText(input, name, NAME);
  if (value.length <= NAME_LENGTH_MAX) return value;
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw constraint(value, field, `Member must have length less than or equal to ${NAME_LENGTH_MAX}`);
}

function constraint(value: string, field: string, why: string): ServiceRefusal {
  return invalid(
    `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: ${why}`,
  );
}

/** What a caller says about a schedule. @throws ServiceRefusal for what AWS does not allow, or is not here. */
export function settingsIn(
  input: JsonObject,
  call: {
    readonly scope: Scope;
    readonly now: Instant;
    readonly hasService: (service: string) => boolean;
  },
): ScheduleSettings {
  const expression = requiredText(input, 'ScheduleExpression');
  const window = windowIn(input);
  const state = oneOf(input, 'State', ['ENABLED', 'DISABLED']);
  const after = oneOf(input, 'ActionAfterCompletion', ['NONE', 'DELETE']);
  const description = textIn(input, 'Description');
  const target = targetIn(objectIn(input, 'Target'), call);
  if (textIn(input, 'KmsKeyArn') !== undefined)
    throw new ServiceRefusal('NotImplemented', 'The local EventBridge Scheduler has no KmsKeyArn.', 501);
  return {
    ...{ expression, timeZone: textIn(input, 'ScheduleExpressionTimezone') ?? 'UTC' },
    ...datesIn(input, call.now),
    ...{ isEnabled: state === 'ENABLED', isDeletedAfter: after === 'DELETE', window, target },
    ...(description === undefined ? {} : { description }),
  };
}

function oneOf(input: JsonObject, name: string, values: readonly [string, ...string[]]): string {
  const value = textIn(input, name) ?? values[0];
  if (values.includes(value)) return value;
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw constraint(value, field, `Member must satisfy enum value set: [${values.join(', ')}]`);
}

function objectIn(input: JsonObject, name: string): JsonObject {
  const value = member(input, name);
  if (isObject(value)) return value;
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw invalid(
    `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
  );
}

function windowIn(input: JsonObject): FlexibleWindow {
  const window = objectIn(input, 'FlexibleTimeWindow');
  const Mode = oneOf({ Mode: 'none given', ...window }, 'Mode', ['OFF', 'FLEXIBLE']);
  const minutes = wholeIn(window, 'MaximumWindowInMinutes', [1, 1_440]);
  if (Mode === 'FLEXIBLE' && minutes === undefined)
    throw invalid('MaximumWindowInMinutes must be provided when the FlexibleTimeWindow Mode is FLEXIBLE.');
  if (Mode === 'OFF' && minutes !== undefined)
    throw invalid('MaximumWindowInMinutes must not be provided when the FlexibleTimeWindow Mode is OFF.');
  return { Mode, ...(minutes === undefined ? {} : { MaximumWindowInMinutes: minutes }) };
}

function wholeIn(input: JsonObject, name: string, [min, max]: readonly [number, number]): number | undefined {
  const given = member(input, name) ?? null;
  if (given === null) return undefined;
  const value = isNumber(given) ? toNumber(given) : Number.NaN;
  if (!Number.isInteger(value)) throw new ServiceRefusal('SerializationException', `${name} is no integer.`);
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (value < min)
    throw constraint(`${value}`, field, `Member must have value greater than or equal to ${min}`);
  if (value > max) throw constraint(`${value}`, field, `Member must have value less than or equal to ${max}`);
  return value;
}

function datesIn(input: JsonObject, now: Instant): Pick<ScheduleSettings, 'startAt' | 'endAt'> {
  const [startAt, endAt] = [dateIn(input, 'StartDate'), dateIn(input, 'EndDate')];
  if (startAt !== undefined && startAt < now - PAST_START_MS_MAX)
    throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
  if (endAt !== undefined && endAt < now) throw invalid('The EndDate you specify cannot be in the past.');
  if (startAt !== undefined && endAt !== undefined && endAt <= startAt)
    throw invalid('The EndDate you specify cannot be earlier than the StartDate.');
  return { ...(startAt === undefined ? {} : { startAt }), ...(endAt === undefined ? {} : { endAt }) };
}

/** Seconds since 1970, as AWS's JSON has dates. */
function dateIn(input: JsonObject, name: string): Instant | undefined {
  const value = member(input, name) ?? null;
  if (value === null) return undefined;
  if (!isNumber(value)) throw new ServiceRefusal('SerializationException', `${name} is no date.`);
  return Math.round(toNumber(value) * 1_000);
}

function targetIn(target: JsonObject, { scope, hasService }: Parameters<typeof settingsIn>[1]): Target {
  const Arn = requiredText(target, 'Arn');
  const RoleArn = requiredText(target, 'RoleArn', ROLE);
  const service = serviceOf(Arn, scope, hasService);
  const foreign = Object.keys(target).find((name) => !TARGET_MEMBERS.includes(name));
  if (foreign !== undefined) throw notHere(`${foreign} of targets`);
  const Input = textIn(target, 'Input');
  if (Input !== undefined && ['states', 'lambda', 'events'].includes(service)) checkJson(Input);
  return {
    // One schedule has one target: the same delivery has the same id.
    ...{ Id: 'target', Arn, RoleArn },
    ...(Input === undefined ? {} : { Input }),
    ...retriesIn(target),
    ...deadLettersIn(target, scope),
    ...parametersIn(target, service),
  };
}

function notHere(what: string): ServiceRefusal {
  return new ServiceRefusal('NotImplemented', `The local EventBridge Scheduler has no ${what}.`, 501);
}

function serviceOf(arn: string, scope: Scope, hasService: (service: string) => boolean): string {
  if (arn.startsWith('arn:aws:scheduler:::aws-sdk:')) throw notHere(`universal targets (${arn})`);
  const place = targetOf(arn);
  if (place === undefined) throw invalid(`Invalid TargetArn ${arn}.`);
  const { service, region, account } = place;
  if (!TARGET_SERVICES.includes(service) || !hasService(service)) throw notHere(`targets of ${service}`);
  // A schedule acts with its own account's rights, and only there.
  if (region !== scope.region || account !== scope.account)
    throw invalid(
      `Invalid TargetArn ${arn}: a target must be in the account and the region of its schedule.`,
    );
  return service;
}

function checkJson(text: string): void {
  try {
    parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid('Provided Target Input is not valid JSON.');
  }
}

function retriesIn(target: JsonObject): JsonObject {
  const policy = member(target, 'RetryPolicy') ?? null;
  if (policy === null) return {};
  const given = objectIn(target, 'RetryPolicy');
  const age = wholeIn(given, 'MaximumEventAgeInSeconds', [60, 86_400]) ?? 86_400;
  const retries = wholeIn(given, 'MaximumRetryAttempts', [0, 185]) ?? 185;
  return { RetryPolicy: { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: retries } };
}

function deadLettersIn(target: JsonObject, scope: Scope): JsonObject {
  const config = member(target, 'DeadLetterConfig');
  if (!isObject(config) || textIn(config, 'Arn') === undefined) return {};
  const Arn = requiredText(config, 'Arn', DEAD_LETTERS);
  serviceOf(Arn, scope, () => true);
  return { DeadLetterConfig: { Arn } };
}

function parametersIn(target: JsonObject, service: string): JsonObject {
  const [queue, bus] = [member(target, 'SqsParameters'), member(target, 'EventBridgeParameters')];
  if (service === 'sqs') return isObject(queue) ? { SqsParameters: queue } : {};
  if (service !== 'events') return {};
  if (!isObject(bus))
    throw invalid('EventBridgeParameters must be provided for a target that is an event bus.');
  const [DetailType, Source] = [requiredText(bus, 'DetailType'), requiredText(bus, 'Source')];
  if (Source.startsWith('aws.'))
    throw constraint(Source, 'target.eventBridgeParameters.source', 'Member must not start with aws.');
  return { EventBridgeParameters: { DetailType, Source } };
}
