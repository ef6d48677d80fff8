import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Json, parseJson } from '../base/json.ts';
import { comparisons, typeTests } from './comparison.ts';

describe('Choice comparison', () => {
  test('orders strings by code unit, without folding case', () => {
    holds('StringEquals', 'a', 'a');
    fails('StringEquals', 'a', 'A');
    holds('StringLessThan', 'Z', 'a');
    holds('StringGreaterThanEquals', 'b', 'b');
    fails('StringGreaterThan', 'b', 'b');
  });

  test('orders numbers as doubles', () => {
    holds('NumericEquals', parseJson('1.0'), 1);
    holds('NumericLessThan', -1, 0);
    holds('NumericLessThanEquals', 2, 2);
    fails('NumericGreaterThan', 2, 2);
    holds('NumericEquals', parseJson('1e999'), parseJson('1e999'));
  });

  test('orders timestamps as moments whatever their zone', () => {
    holds('TimestampEquals', '2024-01-01T12:00:00Z', '2024-01-01T14:00:00+02:00');
    holds('TimestampLessThan', '2024-01-01T12:00:00Z', '2024-01-01T11:00:00-02:00');
    fails('TimestampGreaterThan', '2024-01-01T12:00:00Z', '2024-01-01T12:00:00Z');
  });

  test('orders timestamps by their whole fraction', () => {
    holds('TimestampEquals', '2024-01-01T12:00:00.5Z', '2024-01-01T12:00:00.500000000Z');
    holds('TimestampLessThan', '2024-01-01T12:00:00.123456788Z', '2024-01-01T12:00:00.123456789Z');
    fails('TimestampGreaterThanEquals', '2024-01-01T12:00:00.123456788Z', '2024-01-01T12:00:00.123456789Z');
  });

  test('is false between values of different types', () => {
    fails('StringEquals', 1, '1');
    fails('NumericEquals', '1', 1);
    fails('BooleanEquals', 'true', true);
    fails('TimestampEquals', 'yesterday', 'yesterday');
    fails('StringMatches', 1, '*');
    fails('NumericLessThanEquals', null, 1);
  });

  test('compares booleans and patterns', () => {
    holds('BooleanEquals', false, false);
    fails('BooleanEquals', false, true);
    holds('StringMatches', 'log-1', 'log-*');
    fails('StringMatches', 'log-1', 'log');
  });

  test('tells the types of values', () => {
    assert.deepEqual(passes(null), ['IsNull']);
    assert.deepEqual(passes(1), ['IsNumeric']);
    assert.deepEqual(passes(parseJson('1.0')), ['IsNumeric']);
    assert.deepEqual(passes('x'), ['IsString']);
    assert.deepEqual(passes('2024-01-01T12:00:00Z'), ['IsString', 'IsTimestamp']);
    assert.deepEqual(passes('2024-01-01T12:00:00'), ['IsString']);
    assert.deepEqual(passes(false), ['IsBoolean']);
    assert.deepEqual(passes({}), []);
  });
});

function compare(operator: string, value: Json, operand: Json): boolean | undefined {
  return comparisons.get(operator)?.(operand)(value);
}

function holds(operator: string, value: Json, operand: Json): void {
  assert.equal(compare(operator, value, operand), true, `${operator} ${JSON.stringify([value, operand])}`);
}

function fails(operator: string, value: Json, operand: Json): void {
  assert.equal(compare(operator, value, operand), false, `${operator} ${JSON.stringify([value, operand])}`);
}

function passes(value: Json): string[] {
  return [...typeTests].filter(([, test]) => test(value)).map(([operator]) => operator);
}
