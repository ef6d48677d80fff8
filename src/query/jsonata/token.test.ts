import { describe, test } from 'node:test';
import { gives, isRefused } from '../../../test/jsonata/expression-under-test.ts';

describe('Tokens', () => {
  test('of text know its escapes', () => gives('"\\u0041\\n\\/" & \'"\'', 'A\n/"'));
  test('of text end', () => isRefused('"a', 'S0101'));
  test('of text know no other escapes', () => isRefused('"\\x"', 'S0103'));
  test('of text want four digits', () => isRefused('"\\uXYZ"', 'S0104'));
  test('of numbers have exponents', () => gives('1.5e2', 150));
  test('of numbers fit a double', () => isRefused('1e400', 'S0102'));
  test('of names may be quoted', () => gives('{"a b": 1}.`a b`', 1));
  test('of names end their quotes', () => isRefused('`a', 'S0105'));
  test('of comments end', () => isRefused('1 /* x', 'S0106'));
});
