import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { compilePath } from './path.ts';

describe('A function at the end of a path', () => {
  test('counts lists and objects', () => {
    gives('$.length()', [1, 2], '2');
    gives('$.a.size()', { a: { b: 1 } }, '1');
    gives('$.length()', 'text', 'null');
  });

  test('computes in doubles', () => {
    gives('$.sum()', [1, 2.5], '3.5');
    gives('$.avg()', [1, 3], '2.0');
    gives('$.min()', [3, 1], '1.0');
    gives('$.max(9)', [3, 1], '9.0');
    gives('$.stddev()', [1, 3], '1.0');
    gives('$.sum()', ['a'], undefined);
  });

  test('takes items and keys', () => {
    gives('$.first()', [1, 2], '1');
    gives('$.last()', [1, 2], '2');
    gives('$.index(-2)', [1, 2], '1');
    gives('$.keys()', { a: 1 }, '["a"]');
    gives('$.a.append($.b)', { a: [1], b: 2 }, '[1,2]');
    gives('$.concat("x", $.b)', { b: 'y' }, '"xy"');
  });

  test('works on everything a scan finds', () => gives('$..a.sum()', [{ a: 1 }, { a: 2 }], '3.0'));

  test('works on each match otherwise', () => gives('$[*].length()', [[1], []], '[1,0]'));

  test('must exist and come last', () => {
    assert.throws(() => compilePath('$.a.nosuch()'), /no function 'nosuch'/);
    assert.throws(() => compilePath('$.a.length().b'), /must be the last/);
    assert.throws(() => compilePath('$.a.sum(1 2)'), { name: 'InvalidPath' });
  });
});

function gives(text: string, input: Json, expected: string | undefined): void {
  const scope = {
    input,
    context: () => ({}),
    variable: () => undefined,
    now: 0,
    elapsedMs: () => 0,
    entropy: { random: () => 0, uuid: () => '' },
  };
  assert.equal(JSON.stringify(compilePath(text).find(input, scope)), expected);
}
