import { describe, test } from 'node:test';
import { fails } from '../../../test/jsonata/expression-under-test.ts';

describe('A message', () => {
  test('shows the value', () => fails('$number("a")', /^Unable to cast value to a number: "a"$/));
  test('names the operator', () =>
    fails('1 + "a"', /^The right side of the "\+" operator must evaluate to a number$/));
  test('names the function', () =>
    fails('$abs("a")', /^Argument 1 of function "abs" does not match function signature$/));
  test('says what an author says', () => fails('$error("mine {{x}}")', /^mine {{x}}$/));
  test('does not show everything', () => fails('[1..100000] < 1', /^.{0,5000}$/));
  test('shows no depth without end', () =>
    fails(`{"a": [${'{"a":'.repeat(20)}1${'}'.repeat(20)}]}{a: 1}`, /…/));
});
