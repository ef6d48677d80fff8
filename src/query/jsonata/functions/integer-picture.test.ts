import { describe, test } from 'node:test';
import { fails, gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Whole numbers', () => {
  test('are filled up', () => gives('$formatInteger(12, "0000")', '0012'));
  test('are separated regularly', () => gives('$formatInteger(1234567, "#,##0")', '1,234,567'));
  test('are separated irregularly', () => gives('$formatInteger(1234567, "#:###,##0")', '1:234,567'));
  test('have other digits', () => gives('$formatInteger(12, "٠١")', '١٢'));
  test('have ordinals', () =>
    gives('[1, 2, 3, 4, 11, 112].$formatInteger("0;o")', ['1st', '2nd', '3rd', '4th', '11th', '112th']));
  test('may be negative', () => gives('$formatInteger(-5, "00")', '-05'));
  test('do not mix digits', () => fails('$formatInteger(1, "0٠")', 'D3131'));
  test('are no sequence', () => fails('$formatInteger(1, "#")', 'D3130'));
});
