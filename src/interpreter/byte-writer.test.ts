import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

describe('Bytes', () => {
  test('keep any whole number up to 2^53 - 1', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => assert.equal(written((to) => to.uint(value)).uint(), value)),
    );
    const edges = [0, 127, 128, 16_383, 16_384, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];
    for (const edge of edges) assert.equal(written((to) => to.uint(edge)).uint(), edge);
  });

  test('keep any text, lone surrogates too', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 50 });
    fc.assert(fc.property(texts, (text) => assert.equal(written((to) => to.text(text)).text(), text)));
    assert.equal(written((to) => to.text('\udc00\ud800')).text(), '\udc00\ud800');
  });

  test('grow with what is written, to the last byte of the room there is', () => {
    for (const length of [4093, 4094, 4095, 4096, 4097, 100_000]) {
      const reader = written((to) => {
        to.text('x'.repeat(length));
        to.byte(7);
      });
      assert.deepEqual([reader.text().length, reader.byte(), reader.isAtEnd], [length, 7, true]);
    }
  });

  test('take a small number of bytes for a small number', () => {
    assert.deepEqual(
      [127, 128].map((value) => bytesOf((to) => to.uint(value)).length),
      [1, 2],
    );
  });

  test('begin anew after each take', () => {
    const writer = new ByteWriter();
    writer.byte(1);
    const first = writer.take();
    writer.byte(2);
    assert.deepEqual([...first, ...writer.take(), ...writer.take()], [1, 2]);
  });
});

function bytesOf(write: (to: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  write(writer);
  return writer.take();
}

function written(write: (to: ByteWriter) => void): ByteReader {
  return new ByteReader(bytesOf(write));
}
