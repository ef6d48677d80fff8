import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from '../../../test/local/segments.ts';
import { serviceGraph } from './service-graph.ts';

test('A service graph counts who calls whom, and how it went', () => {
  const call = 'bbbbbbbbbbbbbbbb';
  const machine = factsOf({ origin: 'M', subsegments: [{ id: call }] });
  const called = { id: 'cccccccccccccccc', name: 'f', origin: 'F', parent_id: call, end_time: 101 };
  const traces = [
    [machine, factsOf(called)],
    [machine, factsOf({ ...called, fault: true })],
    [machine, factsOf({ ...called, throttle: true })],
    [machine, factsOf({ ...called, error: true })],
  ];
  const [m, client, f] = serviceGraph(traces, '123456789012');
  assert.deepEqual([m?.Name, client?.Name, f?.Name], ['a', 'a', 'f']);
  assert.deepEqual([m?.Root, client?.Type, f?.Root], [true, 'client', false]);
  assert.deepEqual(f?.SummaryStatistics, {
    OkCount: 1,
    ErrorStatistics: { ThrottleCount: 1, OtherCount: 1, TotalCount: 2 },
    FaultStatistics: { OtherCount: 1, TotalCount: 1 },
    TotalCount: 4,
    TotalResponseTime: 4,
  });
  assert.deepEqual(f?.ResponseTimeHistogram, [{ Value: 1, Count: 4 }]);
  const edges = [m, client].map((one) => one?.Edges);
  assert.match(JSON.stringify(edges), /^\[\[\{"ReferenceId":2,.*\],\[\{"ReferenceId":0,/);
});

test('A call whose caller is not known begins at a client', () => {
  const graph = serviceGraph([[factsOf({ parent_id: 'dddddddddddddddd' })]], '123456789012');
  assert.deepEqual(
    graph.map(({ Type = '' }) => Type),
    ['', 'client'],
  );
});
