import type { Json } from '../../src/base/json.ts';
import type { Scope } from '../../src/query/language.ts';
import { patientMs } from './patient-clock.ts';

/** What a state's expressions see, of which a test says what matters to it. */
export function scopeOf(
  parts: {
    readonly input?: Json;
    readonly result?: Json;
    readonly variables?: { readonly [name: string]: Json };
  } = {},
): Scope {
  return {
    input: parts.input ?? null,
    result: parts.result,
    context: () => ({ Execution: { Id: 'arn' } }),
    now: 0,
    elapsedMs: patientMs,
    entropy: { random: () => 0.5, uuid: () => 'uuid' },
    variable: (name) => parts.variables?.[name],
  };
}
