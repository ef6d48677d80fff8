import { describe, test } from 'node:test';
import { gives, givesNothing } from '../../../../test/jsonata/expression-under-test.ts';

describe('Words for numbers', () => {
  test('are put together', () =>
    gives('$formatInteger(1234, "w")', 'one thousand, two hundred and thirty-four'));
  test('may be titles', () => gives('$formatInteger(21, "Ww")', 'Twenty-One'));
  test('may be ordinals', () => gives('$formatInteger(30, "w;o")', 'thirtieth'));
  test('go beyond a trillion', () => gives('$formatInteger(1e15, "w")', 'one thousand trillion'));
  test('are read', () => gives('$parseInteger("one thousand, two hundred and thirty-four", "w")', 1234));
  test('that are none are nothing', () => givesNothing('$parseInteger("many", "w")'));
});
