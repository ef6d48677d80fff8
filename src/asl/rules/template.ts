import { isArray, isObject, type Json, type JsonObject } from '../../base/json.ts';
import { isIntrinsic } from '../../query/intrinsics/intrinsic.ts';
import { compileTemplate, InvalidTemplate } from '../../query/template.ts';
import { fail, failAs, inside, type Place, warn } from '../place.ts';
import { checkExpressions } from './expression.ts';

/** Parameters, ResultSelector, ItemSelector and the like in either language. */
export function checkTemplate(value: Json, place: Place): void {
  if (place.language === 'JSONata') {
    checkExpressions(value, place);
    return;
  }
  warnAboutPaths(value, place);
  const padded = paddedField(value);
  if (padded !== undefined) {
    fail(place, new InvalidTemplate(padded).message);
    return;
  }
  try {
    compileTemplate(value);
  } catch (error) {
    if (!(error instanceof InvalidTemplate)) throw error;
    fail(place, error.message);
  }
}

/** Credentials: a template with the role that the task is to assume. */
export function checkCredentials(value: Json, place: Place): void {
  if (!isObject(value)) {
    fail(place, 'Expected value of type [OBJECT]');
    return;
  }
  const hasRole =
    Object.hasOwn(value, 'RoleArn') || (place.language === 'JSONPath' && Object.hasOwn(value, 'RoleArn.$'));
  if (!hasRole) fail(place, "The field 'RoleArn' is required but was missing");
  checkTemplate(value, place);
}

/** Assign: a template whose names become variables. */
export function checkAssign(value: Json, place: Place): void {
  if (!isObject(value)) {
    fail(place, 'Expected value of type [OBJECT]');
    return;
  }
  checkNames(value, place);
  checkTemplate(value, place);
}

const VARIABLE_LENGTH_MAX = 80;

function checkNames(variables: JsonObject, place: Place): void {
  for (const key of Object.keys(variables)) {
    const name = place.language === 'JSONPath' && key.endsWith('.$') ? key.slice(0, -2) : key;
    const at = inside(place, key);
    if (name === 'states') {
      failAs('RESERVED_VARIABLE_NAME', at, "Cannot assign to reserved variable '$states'.");
    } else if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) {
      const reason = 'the variable name contains invalid characters.';
      failAs('INVALID_VARIABLE_NAME', at, `Invalid variable name '${name}': ${reason}`);
    } else if ([...name].length > VARIABLE_LENGTH_MAX) {
      const reason = `the variable name exceeds the ${VARIABLE_LENGTH_MAX}-character limit.`;
      failAs('INVALID_VARIABLE_NAME', at, `Invalid variable name '${name}': ${reason}`);
    }
  }
}

/** The name of a value with a space before its path or call: AWS refuses it, the compilers would take it. */
function paddedField(value: Json): string | undefined {
  if (isArray(value)) return firstOf(value, paddedField);
  if (!isObject(value)) return undefined;
  return firstOf(Object.entries(value), ([name, item]) =>
    name.endsWith('.$') && typeof item === 'string' && /^\s/.test(item) ? name : paddedField(item),
  );
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A string that looks like a path, under a name without `.$`, is passed on as it is: rarely what was meant. */
function warnAboutPaths(value: Json, place: Place): void {
  if (isArray(value)) {
    value.forEach((item, index) => {
      warnAboutPaths(item, inside(place, index));
    });
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (name.endsWith('.$')) continue;
      const at = inside(place, name);
      if (looksLikePath(item)) {
        warn(
          'NO_DOLLAR',
          at,
          `The value of '${name}' looks like a JSONPath or an intrinsic function, but its name does not end with '.$'`,
        );
      } else warnAboutPaths(item, at);
    }
  }
}

export function looksLikePath(value: Json): boolean {
  return typeof value === 'string' && (/^\$(\$?[.[]|\$$|$)/.test(value) || isIntrinsic(value));
}
