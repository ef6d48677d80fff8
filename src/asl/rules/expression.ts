import { isArray, isObject, type Json } from '../../base/json.ts';
import { fail, inside, type Place } from '../place.ts';

/** Whether a value of a JSONata state is an expression, `{% ... %}`; one that is half open is reported. */
export function isExpression(value: Json, place: Place): boolean {
  if (typeof value !== 'string') return false;
  const opens = value.startsWith('{%');
  const closes = value.endsWith('%}');
  // `{%}` opens and closes with the same percent sign.
  if (opens && closes && value.length >= 4) return true;
  if (!opens && !closes) return false;
  fail(place, 'JSONata string must start with {% and end with %}');
  // It was meant to be one; a second message about its type would only distract.
  return true;
}

/** Checks every string inside a JSONata value, at any depth. */
export function checkExpressions(value: Json, place: Place): void {
  if (typeof value === 'string') isExpression(value, place);
  else if (isArray(value)) {
    value.forEach((item, index) => {
      checkExpressions(item, inside(place, index));
    });
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) checkExpressions(item, inside(place, name));
  }
}
