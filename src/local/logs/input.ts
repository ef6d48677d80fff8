import type { Scope } from '../../base/arn.ts';
import { isArray, isNumber, isObject, type JsonObject, member, toNumber } from '../../base/json.ts';
import { type LogGroupName, parseLogGroupArn } from '../../base/log-groups.ts';
import { ServiceRefusal } from '../service/refusal.ts';

/** @throws ServiceRefusal InvalidParameterException: it is something else. */
export function textIn(input: JsonObject, name: string): string | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalid(`'${name}' must be a string.`);
}

/** @throws ServiceRefusal InvalidParameterException: it is absent or something else. */
export function requiredText(input: JsonObject, name: string): string {
  const value = textIn(input, name);
  if (value !== undefined) return value;
  throw invalid(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A whole number. @throws ServiceRefusal InvalidParameterException */
export function numberIn(
  input: JsonObject,
  name: string,
  [min, max]: readonly [number, number] = [0, Number.MAX_SAFE_INTEGER],
): number | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  const number = isNumber(value) ? toNumber(value) : Number.NaN;
  if (!Number.isInteger(number)) throw invalid(`'${name}' must be a whole number.`);
  if (number < min) throw constraint(name, String(number), `have value greater than or equal to ${min}`);
  if (number > max) throw constraint(name, String(number), `have value less than or equal to ${max}`);
  return number;
}

export function flagIn(input: JsonObject, name: string): boolean {
  return member(input, name) === true;
}

/** @throws ServiceRefusal InvalidParameterException */
export function textsIn(input: JsonObject, name: string): readonly string[] | undefined {
  const value = member(input, name);
  if (value === undefined || value === null) return undefined;
  if (!isArray(value)) throw invalid(`'${name}' must be a list of strings.`);
  return value.map((one) => {
    if (typeof one !== 'string') throw invalid(`'${name}' must be a list of strings.`);
    return one;
  });
}

const TAGS_MAX = 50;

/** @throws ServiceRefusal InvalidParameterException */
export function tagsIn(input: JsonObject): readonly (readonly [string, string])[] {
  const value = member(input, 'tags') ?? {};
  if (!isObject(value)) throw invalid("'tags' must be an object of strings.");
  const tags = Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string') throw invalid("'tags' must be an object of strings.");
    return [key, text] as const;
  });
  if (tags.length > TAGS_MAX) throw invalid(`There may be at most ${TAGS_MAX} tags.`);
  return tags;
}

/** The name of a new group. @throws ServiceRefusal InvalidParameterException */
export function newGroupName(input: JsonObject): string {
  const name = requiredText(input, 'logGroupName');
  if (/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) return name;
  throw constraint('logGroupName', name, 'satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+');
}

/** The name of a new stream. @throws ServiceRefusal InvalidParameterException */
export function newStreamName(input: JsonObject): string {
  const name = requiredText(input, 'logStreamName');
  if (/^[^:*]{1,512}$/.test(name)) return name;
  throw constraint('logStreamName', name, 'satisfy regular expression pattern: [^:*]*');
}

/** The group that a request names, by its name or by its ARN. @throws ServiceRefusal InvalidParameterException */
export function groupIn(input: JsonObject, scope: Scope): LogGroupName {
  const named = textIn(input, 'logGroupName') ?? textIn(input, 'logGroupIdentifier');
  if (named === undefined) throw invalid('Either logGroupName or logGroupIdentifier must be specified.');
  if (!named.startsWith('arn:')) return { ...scope, group: named };
  const parsed = parseLogGroupArn(named);
  // Another account's groups do not exist for this one.
  if (parsed?.account !== scope.account || parsed.region !== scope.region) throw noGroup();
  return parsed;
}

/** The group that tags are on. @throws ServiceRefusal */
export function groupOfArn(arn: string, scope: Scope): LogGroupName {
  const parsed = parseLogGroupArn(arn);
  if (parsed === undefined) throw invalid(`Invalid resource ARN: ${arn}`);
  if (parsed.account !== scope.account || parsed.region !== scope.region) throw noGroup();
  return parsed;
}

export function noGroup(): ServiceRefusal {
  return new ServiceRefusal('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function noStream(): ServiceRefusal {
  return new ServiceRefusal('ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function invalid(message: string): ServiceRefusal {
  return new ServiceRefusal('InvalidParameterException', message);
}

function constraint(name: string, value: string, wanted: string): ServiceRefusal {
  return invalid(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must ${wanted}`,
  );
}
