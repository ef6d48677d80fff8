import { parseLogGroupArn } from '../base/log-groups.ts';
import { ServiceError } from '../base/service-error.ts';
import type { EncryptionConfiguration, LoggingConfiguration, Publication } from '../catalog/catalog.ts';
import type { CreateStateMachineInput } from './model/create-state-machine.ts';
import type { Call } from './operation.ts';

/** The settings that CreateStateMachine and UpdateStateMachine share, as the API was given them. */
type Given = Pick<
  CreateStateMachineInput,
  | 'loggingConfiguration'
  | 'tracingConfiguration'
  | 'encryptionConfiguration'
  | 'publish'
  | 'versionDescription'
>;

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/./;

export function checkRole(roleArn: string): void {
  if (!ROLE_ARN.test(roleArn)) throw new ServiceError('InvalidArn', `Invalid ARN prefix: ${roleArn}`);
}

/** With AWS's defaults. @throws ServiceError InvalidLoggingConfiguration. */
export function loggingOf(given: Given['loggingConfiguration']): LoggingConfiguration {
  const level = given?.level ?? 'OFF';
  const includeExecutionData = given?.includeExecutionData ?? false;
  const destinations = given?.destinations?.map(destinationOf) ?? [];
  if (destinations.length > 1 || (level !== 'OFF' && destinations.length === 0)) {
    throw new ServiceError('InvalidLoggingConfiguration', 'Must specify exactly one Log Destination.');
  }
  return { level, includeExecutionData, ...(destinations.length === 0 ? {} : { destinations }) };
}

function destinationOf({
  cloudWatchLogsLogGroup: group,
}: {
  cloudWatchLogsLogGroup?: { logGroupArn?: string | undefined } | undefined;
}) {
  const logGroupArn = group?.logGroupArn;
  const parsed = logGroupArn === undefined ? undefined : parseLogGroupArn(logGroupArn);
  if (logGroupArn === undefined || parsed === undefined) throw destinationNotFound();
  if (parsed.hasStar) return { cloudWatchLogsLogGroup: { logGroupArn } };
  throw new ServiceError('InvalidLoggingConfiguration', "Log Group ARN must be provided with '*' qualifier.");
}

/**
 * A level needs a log group that is there, in the caller's account and region. What logs nothing may name any.
 *
 * @throws ServiceError InvalidLoggingConfiguration.
 */
export async function checkLogGroup(
  { level, destinations = [] }: LoggingConfiguration,
  { scope, logGroups }: Pick<Call, 'scope' | 'logGroups'>,
): Promise<void> {
  if (level === 'OFF') return;
  const group = parseLogGroupArn(destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn ?? '');
  const isOwn = group?.account === scope.account && group.region === scope.region;
  if (group === undefined || !isOwn || !(await logGroups.has(group))) throw destinationNotFound();
}

function destinationNotFound(): ServiceError {
  return new ServiceError('InvalidLoggingConfiguration', 'Log Destination not found.');
}

export function tracingOf(given: Given['tracingConfiguration']): { readonly enabled: boolean } {
  return { enabled: given?.enabled ?? false };
}

/** @throws ServiceError InvalidEncryptionConfiguration: customer keys, which nothing here would encrypt with. */
export function encryptionOf(given: Given['encryptionConfiguration']): EncryptionConfiguration {
  if (given === undefined || given.type === 'AWS_OWNED_KEY') return { type: 'AWS_OWNED_KEY' };
  throw new ServiceError(
    'InvalidEncryptionConfiguration',
    'stepwell has no customer managed keys yet; use AWS_OWNED_KEY.',
  );
}

/** What is to be published along with the change. @throws ServiceError ValidationException: a description alone. */
export function publicationOf({
  publish = false,
  versionDescription: description,
}: Pick<Given, 'publish' | 'versionDescription'>): Publication | undefined {
  if (publish) return description === undefined ? {} : { description };
  if (description === undefined) return undefined;
  throw new ServiceError('ValidationException', 'Version description can only be set when publish is true');
}
