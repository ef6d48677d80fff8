import { describe, test } from 'node:test';
import { gives, givesNothing } from '../../../../test/jsonata/expression-under-test.ts';

describe('Reading whole numbers', () => {
  test('skips separators', () => gives('$parseInteger("1,234,567", "#,##0")', 1234567));
  test('skips ordinals', () => gives('$parseInteger("21st", "0;o")', 21));
  test('knows other digits', () => gives('$parseInteger("١٢", "٠٠")', 12));
  test('gives nothing for what is none', () => givesNothing('$parseInteger("x", "0")'));
});
