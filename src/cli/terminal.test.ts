import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { printable, printableJson, processTerminal, shorten } from './terminal.ts';

describe('Printable text', () => {
  test('shows escape sequences instead of obeying them', () => {
    assert.equal(printable('a\u001b[2Jb\u0007\u009bc'), 'a\\u001b[2Jb\\u0007\\u009bc');
  });

  test('stays on one line', () => {
    assert.equal(printable('a\nb\tc\u2028d'), 'a\\nb\\tc\\u2028d');
  });

  test('cannot turn the direction of writing', () => {
    assert.equal(printable('a\u202eb'), 'a\\u202eb');
  });

  test('keeps letters of any script', () => {
    assert.equal(printable('Größe 重量 👩‍🚀'), 'Größe 重量 👩‍🚀');
  });

  test('of JSON is the same value, and keeps its lines', () => {
    assert.equal(printableJson('{\n "a": "\u009b31m\u202e"}'), '{\n "a": "\\u009b31m\\u202e"}');
  });
});

describe('A shortened text', () => {
  test('is untouched when it fits', () => {
    assert.equal(shorten('abc', 3), 'abc');
  });

  test('shows that something is missing', () => {
    assert.equal(shorten('abcd', 3), 'ab…');
  });

  test('has room for nothing in no columns', () => {
    assert.equal(shorten('abcd', 0), '');
  });
});

describe('Colours', () => {
  test('are there on a terminal', () => {
    assert.equal(red({ isTTY: true, env: {} }), '\u001b[31mx\u001b[39m');
  });

  test('are not there in a pipe', () => {
    assert.equal(red({ isTTY: false, env: {} }), 'x');
  });

  test('are not there when NO_COLOR is set', () => {
    assert.equal(red({ isTTY: true, env: { NO_COLOR: '1' } }), 'x');
  });
});

function red({ isTTY, env }: { isTTY: boolean; env: NodeJS.ProcessEnv }): string {
  const stream = { isTTY, columns: 80, write: () => true, on: () => undefined };
  // The terminal reads these three members of the process and no other.
  const process = { stdout: stream, stderr: stream, env } as unknown as NodeJS.Process;
  return processTerminal(process).outColors.red('x');
}
