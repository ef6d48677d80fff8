import { type Json, member } from '../../src/base/json.ts';

import { compile } from '../../src/query/jsonata/compile.ts';
import { evaluate } from '../../src/query/jsonata/evaluate.ts';
import { FUNCTIONS } from '../../src/query/jsonata/functions/table.ts';
import { parse } from '../../src/query/jsonata/parse.ts';
import { resolve } from '../../src/query/jsonata/resolve.ts';
import type { Value, World } from '../../src/query/jsonata/value.ts';
import { patientMs } from './patient-clock.ts';

/** Runs an expression as JSONata does, with an input for `$` and variables: without AWS's rules. */
export function run(
  text: string,
  input?: Json,
  variables: { readonly [name: string]: Json } = {},
): Json | undefined {
  const world: World = {
    global(name) {
      // `readonly` is all that tells JSON from values.
      if (name === '$') return input as Value;
      // As above.
      return (member(variables, name) as Value | undefined) ?? FUNCTIONS.get(name);
    },
    now: Date.UTC(2026, 10, 23, 12),
    entropy: { random: Math.random, uuid: () => '00000000-0000-4000-8000-000000000000' },
    clock: { elapsedMs: patientMs },
  };
  return evaluate(compile(resolve(parse(text))), world, input);
}
