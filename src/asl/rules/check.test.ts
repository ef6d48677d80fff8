import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import type { Place } from '../place.ts';
import { checkObject } from './check.ts';
import {
  checked,
  constant,
  flag,
  inJsonata,
  inJsonPath,
  list,
  type ObjectShape,
  oneOf,
  text,
  whole,
} from './shape.ts';

describe('Shape of an object', () => {
  test('is that of an object', () => {
    for (const value of [null, [], 'text', 1]) says(value, ['Expected value of type [OBJECT]']);
  });

  test('takes every field as its table says', () => {
    says({ must: 'x', word: 'A', flag: true, number: 1, list: ['x'], one: 1 }, []);
  });

  test('wants what is required, all at once', () => {
    says({}, [
      'These fields are required: [must]',
      'This object should have only one of the following fields: [one, two]',
    ]);
  });

  test('names the type that a field should have', () => {
    field('must', 1, 'Expected value of type [STRING]');
    field('flag', 'true', 'Expected value of type [BOOLEAN]');
    field('number', 1.5, 'Expected value of type Integer');
    field('list', {}, 'Expected value of type [ARRAY]');
    field('word', 'C', 'Value should be one of the following: [A, B]');
  });

  test('has ranges and lists that are not empty', () => {
    field('number', 0, 'Minimum value is 1');
    field('number', 10, 'Maximum value is 9');
    field('list', [], 'Value cannot be empty');
  });

  test('has one field of a group', () => {
    says({ must: 'x', one: 1, two: 1 }, ['There should only be one of the following fields: [one, two]']);
    says({ must: 'x', one: 1, left: 1, right: 1 }, [
      'There should only be one of the following fields: [left, right]',
    ]);
  });

  test('takes fields of its own query language only', () => {
    const only =
      "The QueryLanguage is set to 'JSONPath', but field 'output' is only supported for the 'JSONata' QueryLanguage";
    says({ must: 'x', one: 1, path: '$', output: '1' }, [only]);
  });

  test('takes expressions for numbers in JSONata, except for constants', () => {
    says({ must: 'x', one: 1, number: '{% 1 %}' }, [], 'JSONata');
    says({ must: 'x', one: '{% 1 %}' }, ['Expected value of type Integer'], 'JSONata');
    field('number', '{% 1 %}', 'Expected value of type Integer');
  });
});

const SHAPE: ObjectShape = {
  fields: {
    must: text,
    word: oneOf('A', 'B'),
    flag,
    number: whole(1, 9),
    list: list({ is: 'text' }, true),
    one: constant(0),
    two: constant(0),
    left: constant(0),
    right: constant(0),
    path: inJsonPath(text),
    output: inJsonata(checked(() => {})),
  },
  required: ['must'],
  exclusive: [['left', 'right']],
  oneOf: [['one', 'two']],
};

function says(value: Json, messages: readonly string[], language: Place['language'] = 'JSONPath'): void {
  const validation: Place['validation'] = {
    type: 'STANDARD',
    machineLanguage: language,
    findings: [],
    stateNames: new Set(),
    labels: new Set(),
    expressions: new Map(),
  };
  checkObject(value, SHAPE, { validation, language });
  assert.deepEqual(
    validation.findings.map(({ message }) => message),
    messages,
  );
}

function field(name: string, value: Json, message: string): void {
  says({ must: 'x', one: 1, [name]: value }, [message]);
}
