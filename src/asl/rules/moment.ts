import type { Json } from '../../base/json.ts';
import { parseInstant } from '../../base/time.ts';
import { fail, type Place } from '../place.ts';
import { isExpression } from './expression.ts';

/** A literal RFC 3339 moment; in JSONata states also an expression. */
export function checkMoment(value: Json, place: Place): void {
  if (place.language === 'JSONata' && isExpression(value, place)) return;
  if (typeof value !== 'string') fail(place, 'Expected value of type [STRING]');
  else if (parseInstant(value) === undefined) fail(place, 'String does not match RFC3339 timestamp');
}
