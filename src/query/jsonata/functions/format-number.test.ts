import { describe, test } from 'node:test';
import { gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Numbers by a picture', () => {
  test('are separated and rounded', () => gives('$formatNumber(12345.678, "#,##0.00")', '12,345.68'));
  test('may be shares', () => gives('$formatNumber(0.14, "01%")', '14%'));
  test('may have exponents', () => gives('$formatNumber(1234.5678, "00.000e0")', '12.346e2'));
  test('may have no exponent', () => gives('$formatNumber(0, "0.0e0")', '0.0e0'));
  test('have signs', () => gives('$formatNumber(-5, "0;(0)") & $formatNumber(-5, "0")', '(5)-5'));
  test('have other symbols', () => gives('$formatNumber(1.5, "0,0", {"decimal-separator": ","})', '1,5'));
});
