import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf } from '../../../test/jsonata/scope-under-test.ts';
import { type Json, parseJson } from '../../base/json.ts';
import { compileJsonataTemplate } from './template.ts';

describe('A JSONata template', () => {
  test('fills in expressions at any depth', () =>
    fills({ a: ['{% $states.input %}', { b: '{%1+1%}' }], c: 1 }, { a: [7, { b: 2 }], c: 1 }));
  test('keeps null that an expression returns', () =>
    fills(['{% null %}', { a: '{% null %}' }], [null, { a: null }]));
  test('copies what is no expression', () =>
    fills([' {% 1 %}', '{%}', '{% 1 %} '], [' {% 1 %}', '{%}', '{% 1 %} ']));
  test('keeps keys that mean something to JavaScript', () =>
    fills(parseJson('{"__proto__": "{% 1 %}"}'), parseJson('{"__proto__": 1}')));
  test('passes data through untouched', () => {
    const input = parseJson('{"big": 12345678901234567890, "fraction": 1.0}');
    assert.equal(compileJsonataTemplate('{% $states.input %}', 'Output')(scopeOf({ input })), input);
  });
  test('names the field of an expression that returned nothing', () =>
    fails(
      { r: '{% $x %}' },
      "The JSONata expression '$x' specified for the field 'Output/r' returned nothing (undefined).",
      'Output/r',
    ));
  test('shows the code of a failure after a full stop', () =>
    fails(
      '{% $eval("1+1") %}',
      `The JSONata expression '$eval("1+1")' specified for the field 'Output' threw an error during evaluation. T1006: Attempted to invoke a non-function`,
      'Output',
    ));
  test('shows a limit after a colon', () =>
    fails(
      '{% [1..1e9] %}',
      "The JSONata expression '[1..1e9]' specified for the field 'Output' threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage",
      'Output',
    ));
  test('refuses functions as results', () =>
    fails(
      '{% $fn := function($x){$x} %}',
      "The JSONata expression '$fn := function($x){$x}' specified for the field 'Output' returned an unsupported result type.",
      'Output',
    ));
});

function fills(template: Json, expected: Json): void {
  const filled = compileJsonataTemplate(template, 'Output')(scopeOf({ input: 7 }));
  assert.equal(JSON.stringify(filled), JSON.stringify(expected));
}

function fails(template: Json, message: string, location: string): void {
  const fill = compileJsonataTemplate(template, 'Output');
  assert.throws(() => fill(scopeOf()), { error: 'States.QueryEvaluationError', message, location });
}
