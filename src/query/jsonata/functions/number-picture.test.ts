import { describe, test } from 'node:test';
import { fails, TOO_LARGE } from '../../../../test/jsonata/expression-under-test.ts';

describe('A number picture', () => {
  test('has two parts at most', () => fails('$formatNumber(1, "#;#;#")', 'D3080'));
  test('has one decimal separator', () => fails('$formatNumber(1, "0.0.0")', 'D3081'));
  test('has percent or per mille', () => fails('$formatNumber(1, "0%‰")', 'D3084'));
  test('has a digit', () => fails('$formatNumber(1, ".e0")', 'D3085'));
  test('has no text inside', () => fails('$formatNumber(1, "0x0")', 'D3086'));
  test('has something', () => fails('$formatNumber(1, "x")', /./));
  test('separates from digits', () => fails('$formatNumber(1, "0,.0")', 'D3087'));
  test('has optional digits first', () => fails('$formatNumber(1, "0#")', 'D3090'));
  test('has optional fractions last', () => fails('$formatNumber(1, "0.#0")', 'D3091'));
  test('has digits for exponents', () => fails('$formatNumber(1, "0e#")', 'D3093'));
  test('is no book', () => fails(`$formatNumber(1, "${'0'.repeat(5000)}")`, TOO_LARGE));
});
