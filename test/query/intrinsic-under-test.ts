import assert from 'node:assert/strict';
import type { Json } from '../../src/base/json.ts';
import { compileIntrinsic } from '../../src/query/intrinsics/intrinsic.ts';

/** What a call answers on this input, in a world without variables and without chance. */
export function evaluate(text: string, input: Json): Json {
  const scope = {
    input,
    context: () => ({}),
    variable: () => undefined,
    now: 0,
    elapsedMs: () => 0,
    entropy: { random: () => 0.5, uuid: () => 'uuid' },
  };
  return compileIntrinsic(text)(input, scope);
}

export function gives(text: string, input: Json, expected: Json): void {
  assert.deepEqual(evaluate(text, input), expected);
}

export function fails(text: string, input: Json, message: RegExp): void {
  assert.throws(() => evaluate(text, input), { error: 'States.IntrinsicFailure', message });
}
