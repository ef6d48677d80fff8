import { isArray, isObject, type Json } from '../../base/json.ts';
import { InvalidJsonata } from '../../query/jsonata/invalid-jsonata.ts';
import { compileJsonata } from '../../query/jsonata/jsonata.ts';
import { type ExpressionFacts, fail, failAs, inside, type Place, stateAround } from '../place.ts';

/** Whether a value of a JSONata state is an expression, `{% ... %}`; one that is half open is reported. */
export function isExpression(value: Json, place: Place): boolean {
  if (typeof value !== 'string') return false;
  const opens = value.startsWith('{%');
  const closes = value.endsWith('%}');
  // `{%}` opens and closes with the same percent sign.
  if (opens && closes && value.length >= 4) {
    checkSource(value.slice(2, -2), place);
    return true;
  }
  if (!opens && !closes) return false;
  fail(place, 'JSONata string must start with {% and end with %}');
  // It was meant to be one; a second message about its type would only distract.
  return true;
}

/** Checks every string of a template, at any depth. */
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

/** Parses the expression, as AWS does when a machine is created, and looks at what it reads of `$states`. */
function checkSource(text: string, place: Place): void {
  const { expressions } = place.validation;
  const facts = expressions.get(text) ?? factsOf(text);
  expressions.set(text, facts);
  if ('code' in facts) return failAs(facts.code, place, facts.message);
  for (const name of facts.statesMembers) {
    if (hasMember(name, place)) continue;
    failAs('UNSUPPORTED_JSONATA_EXPRESSION', place, `Field '$states.${name}' does not exist.`);
  }
}

function factsOf(text: string): ExpressionFacts {
  try {
    return { statesMembers: compileJsonata(text).statesMembers };
  } catch (error) {
    if (!(error instanceof InvalidJsonata)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** Whether `$states` has that member here (spec/asl.md §3). */
function hasMember(name: string, place: Place): boolean {
  if (name === 'input' || name === 'context') return true;
  const state = stateAround(place);
  if (state === undefined) return false;
  const [field, , fieldOfCatcher] = state.steps;
  if (name === 'errorOutput') return field === 'Catch' && isAtEnd(fieldOfCatcher);
  return name === 'result' && isAtEnd(field) && WORKING.has(state.type);
}

/** Evaluated when the state's work is over. */
function isAtEnd(field: string | number | undefined): boolean {
  return field === 'Output' || field === 'Assign';
}

/** States that have a result. */
const WORKING: ReadonlySet<string> = new Set(['Task', 'Map', 'Parallel']);
