import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { compileIntrinsic, InvalidIntrinsic, isIntrinsic } from './intrinsic.ts';

describe('An intrinsic call', () => {
  test('is told by its start', () => {
    assert.ok(isIntrinsic("States.Format('{}', 1)"));
    assert.ok(!isIntrinsic('States'));
    assert.ok(!isIntrinsic('$.States.Format()'));
  });

  test('takes literals, paths and calls', () => {
    gives("States.Array( 'a' , -1.5, null, true, $.x, $$.id, $v.y, States.Array())", [
      'a',
      -1.5,
      null,
      true,
      1,
      'ctx',
      2,
      [],
    ]);
  });

  test('takes paths with brackets, commas and blanks', () => {
    gives("States.Array($.list[?(@.a == 'x,)')].b, $['a b'], $.list[0,1].b)", [[7], 3, [7, 8]]);
  });

  test('takes null from a path', () => gives('States.Array($.nothing)', [null]));

  test('takes an index past the end as null', () => gives('States.Array($.list[9])', [null]));

  test('fails with the path that finds nothing', () => {
    const text = 'States.Array($.no)';
    fails(
      text,
      'States.Runtime',
      `The function '${text}' had the following error: The JsonPath argument for the field '$.no' could not be found in the input '${JSON.stringify(INPUT)}'`,
    );
  });

  test('names the call that failed', () => {
    fails(
      'States.Array(States.ArrayLength(1))',
      'States.IntrinsicFailure',
      /^The function 'States.ArrayLength\(1\)' had the following error: argument 1 must be an array, not number$/,
    );
  });

  test('unescapes texts', () => gives(`States.Array('it\\'s \\{ \\} \\\\')`, ["it's { } \\"]));

  test('must be one', () => {
    const broken = [
      'States.Nope()',
      'States.UUID(1)',
      'States.Array(1',
      'States.Array(1,)',
      "States.Array('a)",
      "States.Array('\\d')",
      'States.Array($.)',
      'States.Array() x',
      'States.Array(01)',
      'Format()',
    ];
    for (const text of broken) assert.throws(() => compileIntrinsic(text), InvalidIntrinsic, text);
  });

  test('nests ten deep', () => {
    const nest = (levels: number) => `${'States.Array('.repeat(levels)}1${')'.repeat(levels)}`;
    assert.ok(compileIntrinsic(nest(11)));
    assert.throws(() => compileIntrinsic(nest(12)), InvalidIntrinsic);
  });
});

const INPUT = {
  x: 1,
  nothing: null,
  'a b': 3,
  list: [
    { a: 'x,)', b: 7 },
    { a: 'y', b: 8 },
  ],
};

const scope = {
  input: null,
  context: () => ({ id: 'ctx' }),
  variable: () => ({ y: 2 }),
  now: 0,
  elapsedMs: () => 0,
  entropy: { random: () => 0.5, uuid: () => 'uuid' },
};

function gives(text: string, expected: Json): void {
  assert.deepEqual(compileIntrinsic(text)(INPUT, scope), expected);
}

function fails(text: string, error: string, message: string | RegExp): void {
  assert.throws(() => compileIntrinsic(text)(INPUT, scope), { error, message });
}
