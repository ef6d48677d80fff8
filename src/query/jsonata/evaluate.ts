import { isArray, type Json } from '../../base/json.ts';
import { GivenUp } from '../../base/out-of-patience.ts';
import type { Compiled } from './compiled.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import { toJson } from './result.ts';
import { Evaluation, Frame, OUTER_WRAPPER, SEQUENCE, sequence, type Value, type World } from './value.ts';

/**
 * Runs an expression.
 *
 * @param input What `$` means at the top; AWS's expressions have none.
 * @returns undefined when the expression returned nothing.
 * @throws JsonataFailure, and UnsupportedResult for a function
 */
export function evaluate(expression: Compiled, world: World, input?: Json): Json | undefined {
  try {
    const value = expression(wrapped(input), new Frame(new Evaluation(world), undefined, 0));
    return value === undefined ? undefined : toJson(value);
  } catch (error) {
    throw failureOf(error);
  }
}

function wrapped(input: Json | undefined): Value {
  // Only `readonly` tells JSON from values, and the evaluator never changes a list that it has not made.
  const value = input as Value;
  if (input === undefined || !isArray(input)) return value;
  const wrapper = sequence(value);
  wrapper.flags = SEQUENCE | OUTER_WRAPPER;
  return wrapper;
}

/** Data so deep that walking it takes more than the stack: the walk is given up, the process is not. */
function failureOf(error: unknown): unknown {
  if (error instanceof GivenUp)
    return error.reason === 'time' ? JsonataFailure.tooLong() : JsonataFailure.tooLarge();
  if (!(error instanceof RangeError)) return error;
  return /call stack/.test(error.message) ? JsonataFailure.tooDeep() : JsonataFailure.tooLarge();
}
