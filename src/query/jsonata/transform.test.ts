import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/jsonata/expression-under-test.ts';

describe('A transform', () => {
  test('changes a copy', () => gives('($x := {"a": 1}; [$x ~> |$|{"a": 2}|, $x])', [{ a: 2 }, { a: 1 }]));
  test('changes what the pattern finds', () =>
    gives(
      '$ ~> |a|{"c": b + 1}|',
      {
        a: [
          { b: 1, c: 2 },
          { b: 2, c: 3 },
        ],
      },
      { a: [{ b: 1 }, { b: 2 }] },
    ));
  test('removes members', () => gives('$ ~> |a|{}, "b"|', { a: { c: 2 } }, { a: { b: 1, c: 2 } }));
  test('leaves alone what is not in the copy', () =>
    gives('($x := {"a": 1}; {} ~> |$x|{"a": 2}|; $x)', { a: 1 }));
  test('updates with objects', () => fails('{} ~> |$|1|', 'T2011'));
  test('removes by names', () => fails('{} ~> |$|{}, 1|', 'T2012'));
  test('needs the clone function', () => fails('($clone := 1; {} ~> |$|{}|)', 'T2013'));
});
