import { describe, test } from 'node:test';
import { fails, gives, TOO_LONG } from '../../../test/jsonata/expression-under-test.ts';

describe('A regular expression without end', () => {
  test('ends by its time', () =>
    fails('$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)', TOO_LONG));
  test('of a simple pattern ends by its time', () =>
    fails('$contains($, /a+b/)', TOO_LONG, 'a'.repeat(262_144)));
  test('that refers back ends by its time', () =>
    fails('$contains($, /^(a+)+\\1$/)', TOO_LONG, `${'a'.repeat(60)}!`));
  test('that is none matches like any other', () =>
    gives('$match($, /(b)(c)?/).groups', ['b', null], `${'a'.repeat(5000)}b`));
});
