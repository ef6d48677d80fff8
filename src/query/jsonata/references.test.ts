import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileJsonata } from './jsonata.ts';

describe('At the top level there is no', () => {
  test('name', () => isUnsupported('phone', "'phone' at the top level"));
  test('name at the start of a path', () => isUnsupported('phone.number', "'phone' at the top level"));
  test('name in a call', () => isUnsupported('$sum(prices)', "'prices' at the top level"));
  test('name in the body of a function', () => isUnsupported('function() { a }', "'a' at the top level"));
  test('text at the start of a path', () => isUnsupported('"a".b', "'a' at the top level"));
  test('`$`', () => isUnsupported('$ + 1', "'$' at the top level"));
  test('`$$`, anywhere', () => isUnsupported('[1].($$)', "'$$'"));
});

describe('Inside, there are', () => {
  test('names behind a step', () => isSupported('$x.a.(b + $)'));
  test('names in filters', () => isSupported('$x[a > 1]'));
  test('names in sort terms', () => isSupported('$x^(a)'));
  test('names in groups', () => isSupported('$x{a: $}'));
  test('names in transforms', () => isSupported('$x ~> |a|{"b": c}, d|'));
});

describe('An expression is known by', () => {
  test('its variables', () => reads('$a + $b.c[$d]', ['a', 'b', 'd'], []));
  test('those that it does not bind itself', () =>
    reads('($a := 1; $f := function($p) { $p + $a + $b })', ['b'], []));
  test('no functions that it calls or passes on', () =>
    reads('$map($list, $string) ~> $count', ['list'], []));
  test('a variable that is named like a function', () => reads('{"e": $error}', ['error'], []));
  test('the members of $states', () =>
    reads('$states.input.a & $states.context.b', [], ['input', 'context']));
});

function isUnsupported(text: string, what: string): void {
  assert.throws(() => compileJsonata(text), {
    code: 'UNSUPPORTED_JSONATA_EXPRESSION',
    message: `Reference to ${what} is not supported.`,
  });
}

function isSupported(text: string): void {
  assert.equal(compileJsonata(text).text, text);
}

function reads(text: string, variables: readonly string[], statesMembers: readonly string[]): void {
  const expression = compileJsonata(text);
  assert.deepEqual([expression.variables, expression.statesMembers], [variables, statesMembers]);
}
