import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/query/intrinsic-under-test.ts';

describe('Format', () => {
  test('fills in texts, numbers and null', () =>
    gives("States.Format('{}-{}-{}', 'a', 1.1, null)", [], 'a-1.1-null'));
  test('prints objects and lists as Java does', () =>
    gives("States.Format('{}', $)", { Arg1: 1, Arg2: [] }, '{Arg1=1, Arg2=[]}'));
  test('leaves escaped braces', () => gives("States.Format('\\{\\} {}', 1)", [], '{} 1'));
  test('takes its template from data', () => gives('States.Format($, 1)', "It's {} \\{\\}", "It's 1 {}"));
  test('counts its arguments', () => fails("States.Format('{} {}', 1)", [], /2 {} for 1 arguments/));
  test('is bounded', () =>
    fails(`States.Format('${'{}'.repeat(9)}'${', $'.repeat(9)})`, 'x'.repeat(200_000), /too large/));
});

describe('Texts', () => {
  test('become JSON', () => gives('States.StringToJson($)', '{"a":[1]}', { a: [1] }));
  test('that are no JSON do not', () => fails('States.StringToJson($)', '{', /no JSON/));
  test('come from JSON', () => gives('States.JsonToString($)', { a: [1] }, '{"a":[1]}'));
  test('come from JSON again and again, but not for ever', () =>
    fails(`${'States.JsonToString('.repeat(11)}$${')'.repeat(11)}`, '"'.repeat(9000), /too large/));
  test('are split at each character', () =>
    gives("States.StringSplit('This.is+a', '.+')", null, ['This', 'is', 'a']));
  test('keep blanks when split, not empty pieces', () =>
    gives("States.StringSplit(', , ,', ',')", null, [' ', ' ']));
  test('of separators only have no pieces', () => gives("States.StringSplit(',,,,', ',')", null, []));
});
