import { Defect } from '../base/assert.ts';
import { type Json, type JsonObject, member } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { compilePath, type Path } from '../query/jsonpath/path.ts';
import type { Scope } from '../query/language.ts';
import { type Comparison, comparisons, typeTests } from './comparison.ts';
import { objectField, objectsField, stringField } from './fields.ts';
import { resultOf } from './flow.ts';

type Condition = (scope: Scope) => boolean;

/** The condition of a JSONPath choice rule, at the top or inside And, Or and Not. Its `$` is `scope.result`. */
export function conditionOf(rule: JsonObject): Condition {
  const all = objectsField(rule, 'And')?.map(conditionOf);
  if (all !== undefined) return (scope) => all.every((condition) => condition(scope));
  const any = objectsField(rule, 'Or')?.map(conditionOf);
  if (any !== undefined) return (scope) => any.some((condition) => condition(scope));
  const not = objectField(rule, 'Not');
  if (not === undefined) return testOf(rule);
  const negated = conditionOf(not);
  return (scope) => !negated(scope);
}

function testOf(rule: JsonObject): Condition {
  const variable = compilePath(stringField(rule, 'Variable') ?? '$');
  const expected = member(rule, 'IsPresent');
  if (expected !== undefined) {
    return (scope) => (variable.find(resultOf(scope), scope) !== undefined) === expected;
  }
  for (const [operator, test] of typeTests) {
    const wanted = member(rule, operator);
    if (wanted !== undefined) return (scope) => test(readValue(variable, scope)) === wanted;
  }
  for (const [operator, comparison] of comparisons) {
    const operand = member(rule, operator);
    if (operand !== undefined) return literalTest(variable, comparison, operand);
    const path = stringField(rule, `${operator}Path`);
    if (path !== undefined) return pathTest(variable, comparison, compilePath(path));
  }
  throw new Defect('a choice rule of a valid definition has an operator');
}

function literalTest(variable: Path, comparison: Comparison, operand: Json): Condition {
  const matches = comparison(operand);
  return (scope) => matches(readValue(variable, scope));
}

function pathTest(variable: Path, comparison: Comparison, operand: Path): Condition {
  return (scope) => {
    const value = readValue(variable, scope);
    return comparison(readValue(operand, scope))(value);
  };
}

/** @throws StateError for a path that leads nowhere: only IsPresent may ask that. */
function readValue(path: Path, scope: Scope): Json {
  const value = path.find(resultOf(scope), scope);
  if (value !== undefined) return value;
  throw new StateError(
    'States.Runtime',
    `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
  );
}
