import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../test/cli/recording-terminal.ts';
import { mapLines, mapSvg, nodesOf } from './service-map.ts';

const statistics = (OkCount: number, faults: number) => ({
  SummaryStatistics: {
    ...{ OkCount, ErrorStatistics: { OtherCount: 1, ThrottleCount: 1 } },
    ...{ FaultStatistics: { TotalCount: faults }, TotalResponseTime: 12 },
  },
});

const NODES = nodesOf([
  { ReferenceId: 1, Name: 'm<script>', Type: 'AWS::X', ...statistics(2, 2), Edges: [] },
  { ReferenceId: 0, Name: 'm\u0007', Type: 'client', ...statistics(4, 0), Edges: [{ ReferenceId: 1 }] },
  'stray',
]);

describe('A service map', () => {
  test('is told in lines, clients first', () => {
    assert.deepEqual(mapLines(NODES, 80, recordingTerminal().outColors), [
      'm\\u0007 (client)  6 calls, 1 errors, 1 throttled, 2.000 s each',
      '  -> m<script> (X)  0 calls',
      'm<script> (X)  6 calls, 2 faults, 1 errors, 1 throttled, 2.000 s each',
    ]);
  });

  test('fits the terminal', () => {
    for (const line of mapLines(NODES, 20, recordingTerminal().outColors)) assert.ok(line.length <= 20);
  });

  test('is drawn, callers to the left, with all text escaped', () => {
    const svg = mapSvg(NODES);
    assert.match(svg, /^<svg [^>]*width="860" height="110"/);
    assert.match(svg, /<rect x="480"[\s\S]*m&#60;script&#62;[\s\S]*<rect x="20"/);
    assert.match(svg, /<line x1="380" y1="55" x2="480" y2="55"/);
    assert.doesNotMatch(svg, /<script/);
  });

  test('of nothing is an empty picture', () => assert.match(mapSvg([]), /^<svg [^>]*>\n<\/svg>\n$/));
});
