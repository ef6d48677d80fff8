import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMemoryDocuments } from '../../../test/local/memory-documents.ts';
import { documentOf, factsOf, TRACE } from '../../../test/local/segments.ts';
import { TraceStore } from './trace-store.ts';

const SCOPE = { account: '123456789012', region: 'us-east-1' };
const OTHER = TRACE.replace('6960', '6961');

describe('Traces', () => {
  test('are read back by another process, as they began', async () => {
    const { documents, store } = await world();
    await store.append(SCOPE, [segment({ id: 'bbbbbbbbbbbbbbbb', start_time: 101 }), segment({})]);
    const again = await TraceStore.open(documents, () => 0);
    const ids = (await again.trace(SCOPE, TRACE)).map(({ facts }) => facts.id);
    assert.deepEqual(ids, ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb']);
    assert.deepEqual(again.tracesBetween(SCOPE, 0, 200), [TRACE]);
  });

  test('are found by when they were under way, in their own account and region', async () => {
    const { store } = await world();
    await store.append(SCOPE, [segment({})]);
    assert.deepEqual(store.tracesBetween(SCOPE, 102, 103), [TRACE]);
    assert.deepEqual(store.tracesBetween(SCOPE, 103, 104), []);
    const elsewhere = { ...SCOPE, region: 'eu-west-1' };
    assert.deepEqual(store.tracesBetween(elsewhere, 0, 200), []);
    assert.deepEqual(await store.trace(elsewhere, TRACE), []);
  });

  test('take a segment again, in the place of the first', async () => {
    const { documents, store } = await world();
    for (const name of ['a', 'b', 'c']) await store.append(SCOPE, [segment({ name })]);
    const again = await TraceStore.open(documents, () => 0);
    await again.append(SCOPE, [segment({ name: 'd' })]);
    assert.deepEqual(
      (await again.trace(SCOPE, TRACE)).map(({ facts }) => facts.name),
      ['d'],
    );
  });

  test('that are the oldest go when there are too many, or after 30 days', async () => {
    const clock = { now: 0 };
    const { store } = await world(1, () => clock.now);
    await Promise.all([TRACE, OTHER].map((trace_id) => store.append(SCOPE, [segment({ trace_id })])));
    await store.append(SCOPE, [segment({ trace_id: OTHER })]);
    assert.deepEqual(store.tracesBetween(SCOPE, 0, 200), [OTHER]);
    clock.now = 31 * 86_400_000;
    await store.append(SCOPE, [segment({ start_time: clock.now / 1000, end_time: clock.now / 1000 })]);
    assert.deepEqual(await store.trace(SCOPE, OTHER), []);
  });
});

async function world(segmentsMax = 100, now = () => 0) {
  const documents = createMemoryDocuments();
  return { documents, store: await TraceStore.open(documents, now, segmentsMax) };
}

function segment(change: object) {
  return { facts: factsOf(change), document: documentOf(change) };
}
