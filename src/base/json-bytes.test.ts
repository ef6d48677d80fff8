import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JsonBytes } from './json-bytes.ts';

describe('Bytes of JSON', () => {
  test('are pieces and texts, one behind the other', () => {
    assert.equal(
      together((bytes) => {
        bytes.piece(Buffer.from('['));
        bytes.text('"é\u{1F600}"');
        bytes.piece(Buffer.from(']'));
      }),
      '["é\u{1F600}"]',
    );
  });

  test('have the digits of whole numbers', () => {
    for (const value of [0, 7, 9, 10, 99, 100, 25_000, 2 ** 31 - 1]) {
      assert.equal(
        together((bytes) => bytes.number(value)),
        String(value),
      );
    }
  });

  test('have again what was there before', () => {
    assert.equal(
      together((bytes) => {
        bytes.text('abcdef');
        bytes.again(1, 3);
      }),
      'abcdefbc',
    );
  });

  test('grow with what they hold', () => {
    const long = 'x'.repeat(100_000);
    for (const put of [
      (bytes: JsonBytes) => bytes.piece(Buffer.from(long)),
      (bytes: JsonBytes) => bytes.text(long),
      (bytes: JsonBytes) => {
        bytes.text(long.slice(0, 50_000));
        bytes.again(0, 50_000);
      },
    ]) {
      assert.equal(together(put), long);
    }
    const numbers = Array.from({ length: 30_000 }, (_, value) => value);
    assert.equal(
      together((bytes) => {
        for (const value of numbers) bytes.number(value);
      }),
      numbers.join(''),
    );
  });

  test('stay what they were when the next text is put together', () => {
    for (const first of ['a', 'a'.repeat(2_000_000)]) {
      const bytes = new JsonBytes();
      bytes.text(first);
      const taken = bytes.take();
      bytes.text('b');
      assert.deepEqual([String(taken), String(bytes.take())], [first, 'b']);
    }
  });
});

function together(put: (bytes: JsonBytes) => void) {
  const bytes = new JsonBytes();
  put(bytes);
  return String(bytes.take());
}
