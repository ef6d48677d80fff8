import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { type Instant, parseInstant } from '../base/time.ts';
import { compilePath, type Path } from '../query/jsonpath/path.ts';
import type { Scope } from '../query/language.ts';
import { numberField, stringField } from './fields.ts';
import { resultOf } from './flow.ts';
import { parseWhole } from './number-path.ts';
import { printed } from './printed.ts';
import type { WaitState } from './program.ts';

/** AWS waits 24,855 days and refuses 24,856: seconds are a signed 32-bit integer there (recorded). */
const DELAY_SECONDS_MAX = 2 ** 31 - 1;

/** When a JSONPath Wait is over. Its paths read what InputPath gave, which the interpreter hands in as `result`. */
export function untilOf(state: JsonObject): WaitState['until'] {
  return bounded(wakeTime(state));
}

/** The same moment, refused when it is too far away. */
export function bounded(until: WaitState['until']): WaitState['until'] {
  return (scope, now) => {
    const at = until(scope, now);
    if (at - now > DELAY_SECONDS_MAX * 1000)
      throw new StateError('States.Runtime', 'Wait state delay is too long.');
    return at;
  };
}

function wakeTime(state: JsonObject): WaitState['until'] {
  const seconds = numberField(state, 'Seconds');
  if (seconds !== undefined) return (_scope, now) => now + seconds * 1000;

  const timestamp = stringField(state, 'Timestamp');
  if (timestamp !== undefined) {
    const at = moment(timestamp, () => `Timestamp must be an RFC 3339 moment, not ${timestamp}`);
    return () => at;
  }

  const secondsPath = stringField(state, 'SecondsPath');
  if (secondsPath !== undefined) {
    const path = compilePath(secondsPath);
    return (scope, now) => now + pathSeconds(path, scope) * 1000;
  }

  const path = compilePath(stringField(state, 'TimestampPath') ?? '$');
  return (scope) => pathMoment(path, scope);
}

function pathSeconds(path: Path, scope: Scope): number {
  const value = find(path, scope, 'SecondsPath');
  const seconds = parseWhole(value);
  if (seconds === undefined) {
    throw new StateError(
      'States.Runtime',
      `The SecondsPath parameter cannot be parsed as a long value: ${path.text} == ${printed(value)}`,
    );
  }
  if (seconds < 0) {
    throw new StateError(
      'States.Runtime',
      `The SecondsPath parameter references a negative value: ${path.text} == ${printed(value)}`,
    );
  }
  return seconds;
}

function pathMoment(path: Path, scope: Scope): Instant {
  const value = find(path, scope, 'TimestampPath');
  return moment(
    value,
    () =>
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
      `${path.text} == ${printed(value)}`,
  );
}

function find(path: Path, scope: Scope, field: string): Json {
  const value = path.find(resultOf(scope), scope);
  if (value !== undefined) return value;
  throw new StateError(
    'States.Runtime',
    `The ${field} parameter does not reference an input value: ${path.text}`,
  );
}

function moment(value: Json, complaint: () => string): Instant {
  const at = typeof value === 'string' ? parseInstant(value) : undefined;
  // A moment already past is not an error: the wait is over at once.
  if (at === undefined) throw new StateError('States.Runtime', complaint());
  return at;
}
