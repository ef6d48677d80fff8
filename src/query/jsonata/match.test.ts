import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/jsonata/expression-under-test.ts';

describe('Matching', () => {
  test('finds all', () => gives('$match("ab1cd2", /[a-z]+([0-9])/).groups', ['1', '2']));
  test('finds as many as wanted', () => gives('$count($match("aaa", /a/, 2))', 2));
  test('does not go on after nothing', () => fails('$match("bbb", /a*/)', 'D1004'));
  test('may be done by a function', () =>
    gives('$contains("abc", function($s) { {"match": "a", "start": 0, "end": 1, "groups": []} })', true));
  test('is not done by any function', () => fails('$match("abc", function($s) { {"a": 1} })', 'T1010'));
  test('goes from match to match', () => gives('($m := /a./; $m("abac").next().match)', 'ac'));
});
