import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordingTerminal } from '../../test/cli/recording-terminal.ts';
import { waterfall } from './waterfall.ts';

test('A waterfall shows when each part ran, and what failed', () => {
  const part = { id: 'a', trace_id: 't', start_time: 0, end_time: 10 };
  const failed = { exceptions: [{ id: 'e', type: 'Oh\u0007' }] };
  const late = { id: 'b', name: 'B', start_time: 5, end_time: 10, fault: true, cause: failed };
  const lines = waterfall({ ...part, name: 'm', subsegments: [late] }, 60, recordingTerminal().outColors);
  assert.deepEqual(
    lines.map((line) => line.replace(/ +/g, ' ')),
    [`m 10.000 s ${'█'.repeat(16)}`, ` B 5.000 s ${'█'.repeat(8)}`, ' Oh\\u0007'],
  );
  assert.ok(lines.every((line) => line.length <= 60));
});
