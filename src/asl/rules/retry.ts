import { isArray, isObject, type Json, member } from '../../base/json.ts';
import { SECONDS_MAX } from '../../base/limits.ts';
import { fail, inside, type Place } from '../place.ts';
import { check } from './check.ts';
import { checkResultPath } from './path.ts';
import {
  checked,
  constant,
  inJsonata,
  inJsonPath,
  list,
  type ObjectShape,
  oneOf,
  type Shape,
  text,
} from './shape.ts';
import { checkAssign, checkTemplate } from './template.ts';

/** One year and a day (Developer Guide, "Retrying after an error"). */
const MAX_DELAY_SECONDS_MAX = 31_622_400;

const errorEquals = list({ is: 'text' }, true);

const retrier: ObjectShape = {
  fields: {
    Comment: text,
    ErrorEquals: errorEquals,
    // AWS takes 0 although its guide says "positive" (measured by others, 2026-09-05).
    IntervalSeconds: constant(0, SECONDS_MAX),
    MaxAttempts: constant(0, SECONDS_MAX),
    BackoffRate: { shape: { is: 'number', isConstant: true, min: 1 } },
    MaxDelaySeconds: constant(1, MAX_DELAY_SECONDS_MAX),
    JitterStrategy: oneOf('NONE', 'FULL'),
  },
  required: ['ErrorEquals'],
};

const catcher: ObjectShape = {
  fields: {
    Comment: text,
    ErrorEquals: errorEquals,
    Next: text,
    ResultPath: inJsonPath(checked(checkResultPath)),
    Output: inJsonata(checked(checkTemplate)),
    Assign: checked(checkAssign),
  },
  required: ['ErrorEquals', 'Next'],
};

export function checkRetry(value: Json, place: Place): void {
  checkHandlers(value, { is: 'object', shape: retrier }, place);
}

export function checkCatch(value: Json, place: Place): void {
  checkHandlers(value, { is: 'object', shape: catcher }, place);
}

/** `States.ALL` matches everything, so nothing may stand beside or after it. */
function checkHandlers(value: Json, of: Shape, place: Place): void {
  check(value, { is: 'list', of }, place);
  if (!isArray(value)) return;
  value.forEach((handler, index) => {
    const errors = isObject(handler) ? member(handler, 'ErrorEquals') : undefined;
    if (!isArray(errors) || !errors.includes('States.ALL')) return;
    if (errors.length > 1 || index < value.length - 1) {
      fail(inside(inside(place, index), 'ErrorEquals'), 'States.ALL must appear alone and at end of list');
    }
  });
}
