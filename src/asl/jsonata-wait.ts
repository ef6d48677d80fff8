import type { JsonObject } from '../base/json.ts';
import { parseInstant } from '../base/time.ts';
import { evaluationFailure, numericField, typedField } from './jsonata-field.ts';
import type { WaitState } from './program.ts';
import { bounded } from './wait.ts';

/** When a JSONata Wait is over. */
export function jsonataUntilOf(state: JsonObject): WaitState['until'] {
  return bounded(wakeTime(state));
}

function wakeTime(state: JsonObject): WaitState['until'] {
  const seconds = numericField(state, 'Seconds', (value) => {
    if (Number.isInteger(value) && value >= 0) return undefined;
    return `The Seconds field must be a whole number of seconds that is not negative, not ${value}.`;
  });
  if (seconds !== undefined) return (scope, now) => now + seconds(scope) * 1000;
  const timestamp = typedField<string>(state, 'Timestamp', { type: 'string' });
  return (scope) => {
    const text = timestamp?.(scope) ?? '';
    const moment = parseInstant(text);
    if (moment !== undefined) return moment;
    throw evaluationFailure(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
      'Timestamp',
    );
  };
}
