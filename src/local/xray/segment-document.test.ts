import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { documentOf, factsOf } from '../../../test/local/segments.ts';
import { readDocument } from './segment-document.ts';

describe('A segment document', () => {
  test('says when, how it went, and what is in it', () => {
    const inner = { id: 'bbbbbbbbbbbbbbbb', subsegments: [{ id: 'cccccccccccccccc' }] };
    const facts = factsOf({ throttle: true, annotations: { k: 1, t: 'x', o: {} }, subsegments: [inner] });
    assert.deepEqual([facts.startedAt, facts.endedAt, facts.isRunning], [100, 102, false]);
    assert.deepEqual([facts.isError, facts.isThrottle, facts.isFault], [true, true, false]);
    assert.deepEqual([...facts.annotations], Object.entries({ k: 1, t: 'x' }));
    assert.deepEqual(facts.innerIds, [inner.id, 'cccccccccccccccc']);
  });

  test('may be of something that still runs', () => {
    assert.equal(factsOf({ end_time: undefined, in_progress: true }).isRunning, true);
  });

  test('that is none is refused in words', () => {
    for (const [text, problem] of [
      ['{', /not JSON/],
      ['[]', /object/],
      [documentOf({ id: 'x' }), /id must be/],
      [documentOf({ trace_id: '1-2-3' }), /trace_id/],
      [documentOf({ name: '' }), /name/],
      [documentOf({ start_time: '1' }), /start_time/],
      [documentOf({ metadata: 'x'.repeat(70_000) }), /64 KB/],
    ] as const) {
      const read = readDocument(text);
      assert.ok('problem' in read, text);
      assert.match(read.problem, problem);
    }
  });
});
