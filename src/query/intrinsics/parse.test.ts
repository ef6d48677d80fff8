import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidIntrinsic } from './invalid-intrinsic.ts';
import { type Argument, parseIntrinsic } from './parse.ts';

test('A call keeps its own text', () => {
  const [inner] = parseIntrinsic(' States.Array( States.UUID( ) ) ').arguments;
  assert.equal(inner?.kind === 'call' && inner.text, 'States.UUID( )');
});

test('A text is cut at its {}, not at escaped braces', () => {
  const argument = first("States.Format('a {} \\{\\} {}')");
  assert.deepEqual(argument, { kind: 'text', value: 'a {} {} {}', pieces: ['a ', ' {} ', ''] });
});

test('A path ends where its brackets are closed', () => {
  const argument = first("States.Array($.a[?(@.b == ')],')].length(), 1)");
  assert.equal(argument?.kind === 'path' && argument.path.text, "$.a[?(@.b == ')],')].length()");
});

test('An open escape is refused', () => {
  assert.throws(() => parseIntrinsic("States.Array('a\\n')"), InvalidIntrinsic);
});

function first(text: string): Argument | undefined {
  return parseIntrinsic(text).arguments[0];
}
