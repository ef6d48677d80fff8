import type { JsonObject } from '../base/json.ts';
import type { Dialect } from './dialect.ts';
import { given, numberField, objectsField, stringField, stringsField } from './fields.ts';
import type { PlacedState } from './layout.ts';
import type { Catcher, Retrier } from './program.ts';

/** Retry with AWS's defaults filled in (Developer Guide, "Retrying after an error"). */
export function retriersOf(state: JsonObject): readonly Retrier[] {
  return (objectsField(state, 'Retry') ?? []).map((retrier) =>
    given({
      errorEquals: stringsField(retrier, 'ErrorEquals'),
      intervalSeconds: numberField(retrier, 'IntervalSeconds') ?? 1,
      maxAttempts: numberField(retrier, 'MaxAttempts') ?? 3,
      backoffRate: numberField(retrier, 'BackoffRate') ?? 2,
      maxDelaySeconds: numberField(retrier, 'MaxDelaySeconds'),
      jitter: stringField(retrier, 'JitterStrategy') === 'FULL' ? 'FULL' : 'NONE',
    } as const),
  );
}

export function catchersOf({ definition, target }: PlacedState, dialect: Dialect): readonly Catcher[] {
  return (objectsField(definition, 'Catch') ?? []).map((catcher, index) =>
    given({
      errorEquals: stringsField(catcher, 'ErrorEquals'),
      next: target(stringField(catcher, 'Next') ?? ''),
      output: dialect.catchOutput(catcher, `Catch[${index}]/`),
      assign: dialect.catchAssign(catcher, `Catch[${index}]/`),
    }),
  );
}
