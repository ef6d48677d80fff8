import type { Json, JsonObject } from '../../base/json.ts';
import { comparisons, typeTests } from '../comparison.ts';
import { fail, type Place } from '../place.ts';
import { checkObject } from './check.ts';
import { isExpression } from './expression.ts';
import { checkMoment } from './moment.ts';
import { checkSinglePath } from './path.ts';
import {
  checked,
  type Field,
  type Fields,
  flag,
  inJsonata,
  inJsonPath,
  list,
  type ObjectShape,
  text,
} from './shape.ts';
import { checkAssign, checkTemplate } from './template.ts';

/** A rule of a Choice state: what it tests and where it leads. */
export function checkChoiceRule(value: Json, place: Place): void {
  checkObject(value, topRule, place);
}

const OPERATORS: readonly string[] = [
  ...[...comparisons.keys()].flatMap((name) => (name === 'StringMatches' ? [name] : [name, `${name}Path`])),
  'IsPresent',
  ...typeTests.keys(),
];

const tests: Fields = {
  ...Object.fromEntries(OPERATORS.map((name) => [name, inJsonPath(operand(name))])),
  Variable: inJsonPath(checked(checkSinglePath)),
  And: inJsonPath(list({ is: 'checked', check: checkNestedRule }, true)),
  Or: inJsonPath(list({ is: 'checked', check: checkNestedRule }, true)),
  Not: inJsonPath(checked(checkNestedRule)),
  Comment: text,
};

const nestedRule: ObjectShape = { fields: tests, also: checkTest };

const topRule: ObjectShape = {
  fields: {
    ...tests,
    Condition: inJsonata(checked(checkCondition)),
    Next: text,
    Assign: checked(checkAssign),
    Output: inJsonata(checked(checkTemplate)),
  },
  required: ['Next'],
  also: checkTest,
};

function checkNestedRule(value: Json, place: Place): void {
  checkObject(value, nestedRule, place);
}

function operand(name: string): Field {
  if (name.endsWith('Path')) return checked(checkSinglePath);
  if (name.startsWith('String')) return text;
  if (name.startsWith('Numeric')) return { shape: { is: 'number' } };
  if (name.startsWith('Timestamp')) return checked(checkMoment);
  return flag;
}

function checkCondition(value: Json, place: Place): void {
  if (typeof value !== 'boolean' && !isExpression(value, place)) {
    fail(place, 'Condition must be a boolean or a JSONata expression');
  }
}

const KINDS = ['And', 'Or', 'Not', 'Variable', 'Condition'];

/** Exactly one kind of test, and with a Variable exactly one operator. */
function checkTest(rule: JsonObject, place: Place): void {
  const kinds = KINDS.filter((name) => Object.hasOwn(rule, name));
  if (kinds.length !== 1) {
    fail(place, `The object must have only one of the following fields, [${KINDS.join(', ')}]`);
    return;
  }
  const operators = OPERATORS.filter((name) => Object.hasOwn(rule, name));
  const wanted = kinds[0] === 'Variable' ? 1 : 0;
  if (operators.length > wanted) {
    fail(
      place,
      `There should only be one of the following fields: [${operators.join(', ')}]`,
      operators[wanted],
    );
  } else if (operators.length < wanted) {
    fail(place, 'A rule with a Variable must have one comparison operator');
  }
}
