import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OutputStream, outputStreamName, untilHanded } from './output-stream.ts';

describe('The log stream of a process', () => {
  test('has an event for each line, also of one that came in pieces', () =>
    prints(['a\nb', 'c\n', '\n'], ['a\n', 'bc\n', '\n']));
  test('has what was printed without an end when the process is gone', () => prints(['a'], ['a\n']));
  test('begins a line of its own where it is told to', () => {
    const { stream, seen } = opened();
    stream.append('unfinished');
    stream.endLine();
    stream.append('END RequestId: r\n');
    stream.endLine();
    stream.close();
    assert.deepEqual(seen, ['unfinished\n', 'END RequestId: r\n']);
  });
  test('hands on what was printed at the same moments as all others', () => {
    assert.deepEqual([1_000, 1_001, 1_099].map(untilHanded), [100, 99, 1]);
  });
  test('hands nothing on when nothing was printed', () => prints([], []));
  test('is named as Lambda does', () => {
    assert.equal(
      outputStreamName(Date.UTC(2026, 10, 27), '01234567-89ab-cdef-0123-456789abcdef'),
      '2026/11/27/[$LATEST]0123456789abcdef0123456789abcdef',
    );
  });
});

function opened() {
  const seen: string[] = [];
  const stream = new OutputStream({
    name: 's',
    now: () => 0,
    take: (events) => seen.push(...events.map(({ message }) => message)),
  });
  return { stream, seen };
}

function prints(texts: readonly string[], expected: readonly string[]): void {
  const { stream, seen } = opened();
  for (const text of texts) stream.append(text);
  stream.close();
  assert.deepEqual(seen, expected);
}
