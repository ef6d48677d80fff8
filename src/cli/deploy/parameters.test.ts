import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { parameterValues } from './parameters.ts';

describe('Parameters', () => {
  test('take what is given, or their default', () => {
    is({ Type: 'String', Default: 'd' }, undefined, 'd');
    is({ Type: 'String', Default: 'd' }, 'g', 'g');
    is({ Type: 'Number', Default: 3 }, undefined, '3');
    refuses({ Type: 'String' }, undefined, /has no value: give one with --parameters P=/);
  });
  test('lists are split', () => {
    is({ Type: 'CommaDelimitedList' }, 'a, b', ['a', 'b']);
    is({ Type: 'List<Number>' }, '1,2', ['1', '2']);
    refuses({ Type: 'List<Number>' }, '1,x', /must be a number/);
  });
  test('must be allowed', () => {
    refuses({ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', /'c' is not allowed: it must be one of a, b/);
    refuses(
      { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'Lower case.' },
      'aB',
      /Lower case\./,
    );
    is({ Type: 'String', AllowedPattern: '[a-z]+' }, 'ab', 'ab');
    refuses({ Type: 'Number', MinValue: 2 }, '1', /MinValue is 2/);
    refuses({ Type: 'String', MaxLength: 2 }, 'abc', /MaxLength is 2/);
    refuses({ Type: 'Quux' }, 'a', /no parameters of type Quux/);
  });
  test('a secret is not shown', () => {
    refuses({ Type: 'String', NoEcho: true, MaxLength: 2 }, 'secret', /^the value is not allowed/);
  });
  test('a pattern that backtracks without end is given up', () => {
    refuses({ Type: 'String', AllowedPattern: '(a+)+b' }, 'a'.repeat(60), /cannot be matched/);
  });
  test('one that the template does not have is refused', () => {
    assert.throws(() => parameterValues({}, new Map([['X', '1']])), /there is no parameter X/);
  });
});

function is(declaration: JsonObject, given: string | undefined, wanted: unknown): void {
  assert.deepEqual(valuesOf(declaration, given).get('P'), wanted);
}

function refuses(declaration: JsonObject, given: string | undefined, message: RegExp): void {
  assert.throws(() => valuesOf(declaration, given), { name: 'Fault', message });
}

function valuesOf(declaration: JsonObject, given: string | undefined) {
  return parameterValues({ P: declaration }, new Map(given === undefined ? [] : [['P', given]]));
}
