import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formRequest } from '../../../test/api/form-request.ts';
import { createMemoryDocuments } from '../../../test/local/memory-documents.ts';
import { documentOf, TRACE } from '../../../test/local/segments.ts';
import { openXray } from './xray.ts';

const RANGE = { StartTime: 0, EndTime: 200 };
const MISSING = TRACE.replace('6960', '6961');

describe('X-Ray', () => {
  test('takes segments and tells which it did not', async () => {
    const ask = await xray();
    const put = await ask('/TraceSegments', {
      TraceSegmentDocuments: [documentOf(), documentOf({ name: '' })],
    });
    assert.deepEqual(put.UnprocessedTraceSegments, [
      { Id: 'aaaaaaaaaaaaaaaa', ErrorCode: 'InvalidSegment', Message: 'name must be 1 to 200 characters.' },
    ]);
    const { Traces, UnprocessedTraceIds } = await ask('/Traces', { TraceIds: [TRACE, MISSING] });
    assert.deepEqual(Traces, [
      {
        ...{ Id: TRACE, Duration: 2, LimitExceeded: false },
        Segments: [{ Id: 'aaaaaaaaaaaaaaaa', Document: documentOf() }],
      },
    ]);
    assert.deepEqual(UnprocessedTraceIds, [MISSING]);
  });

  test('tells of traces in short', async () => {
    const ask = await xray({ fault: true, annotations: { k: 'v' } });
    const { TraceSummaries } = await ask('/TraceSummaries', { ...RANGE, FilterExpression: 'fault' });
    const [summary] = [TraceSummaries].flat();
    assert.deepEqual([summary.Id, summary.HasFault, summary.ResponseTime], [TRACE, true, 2]);
    assert.deepEqual(summary.Annotations.k[0].AnnotationValue, { StringValue: 'v' });
    const none = await ask('/TraceSummaries', { ...RANGE, FilterExpression: 'ok' });
    assert.deepEqual([none.TraceSummaries, none.TracesProcessedCount], [[], 1]);
  });

  test('draws the services of a time and of a trace', async () => {
    const ask = await xray();
    for (const [path, input] of [
      ['/ServiceGraph', RANGE],
      ['/TraceGraph', { TraceIds: [TRACE] }],
    ] as const) {
      const { Services } = await ask(path, input);
      assert.deepEqual(
        [Services].flat().map(({ Name }: { Name: string }) => Name),
        ['a', 'a'],
      );
    }
  });

  test('refuses what it cannot answer', async () => {
    const ask = await xray();
    for (const [path, input] of [
      ['/TraceSummaries', {}],
      ['/TraceSummaries', { StartTime: 2, EndTime: 1 }],
      ['/TraceSummaries', { StartTime: 0, EndTime: 30_000 }],
      ['/TraceSummaries', { ...RANGE, NextToken: 'x' }],
      ['/Traces', { TraceIds: [] }],
      ['/TraceSegments', {}],
    ] as const)
      await ask(path, input, 400);
    await ask('/ServiceGraph', { ...RANGE, GroupName: 'g' }, 501);
    const { message } = await ask('/Groups', {}, 501);
    assert.match(String(message), /X-Ray does not have POST \/Groups/);
  });
});

async function xray(change?: object) {
  const { api } = await openXray({
    ...{ documents: createMemoryDocuments(), now: () => 0, bodyBytesMax: 1, log() {}, onDefect() {} },
  });
  const ask = async (path: string, input: object, status = 200) => {
    const answer = await api.handle({ ...formRequest(JSON.stringify(input)), path });
    assert.equal(answer.status, status, String(answer.body));
    return JSON.parse(String(answer.body));
  };
  await ask('/TraceSegments', { TraceSegmentDocuments: [documentOf(change)] });
  return ask;
}
