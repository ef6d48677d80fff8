import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodeFrame, type Frame, FrameReader } from './frame.ts';

const FRAMES: readonly Frame[] = [
  { type: 'I', text: '{"a":1}\n"ü€😀"' },
  { type: 'R', text: '' },
  { type: 'S', text: 'x'.repeat(70_000) },
];

describe('Frames', () => {
  test('arrive as they were sent when all bytes come at once', () => arriveInChunksOf(1_000_000));

  test('arrive as they were sent when every byte comes alone', () => arriveInChunksOf(1));

  test('arrive as they were sent when chunks end within headers', () => arriveInChunksOf(7));

  test('longer than any of ours stop the reading', () => {
    assert.throws(() => new FrameReader().push(Buffer.from([0x7f, 0, 0, 0, 0x53])), RangeError);
  });
});

function arriveInChunksOf(bytes: number): void {
  const stream = Buffer.concat(FRAMES.map(({ type, text }) => encodeFrame(type, text)));
  const reader = new FrameReader();
  const read: Frame[] = [];
  for (let at = 0; at < stream.length; at += bytes)
    read.push(...reader.push(stream.subarray(at, at + bytes)));
  assert.deepEqual(read, FRAMES);
}
