import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import type { LogBatch } from '../../base/log-groups.ts';
import { LogMirror, toFolder, toStream } from './log-mirror.ts';

describe('The mirror of execution logs', () => {
  test('has one file for each machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stepwell-mirror-'));
    const { mirror, groups } = mirrored(toFolder(join(folder, 'logs')));
    for (const line of ['m 1', 'n 2', 'm 3']) mirror.append(batch(line));
    await mirror.close();
    assert.equal(readFileSync(join(folder, 'logs/m.log'), 'utf8'), '1\n3\n');
    assert.equal(readFileSync(join(folder, 'logs/n.log'), 'utf8'), '2\n');
    assert.equal(groups.length, 3);
    rmSync(folder, { recursive: true });
  });
  test('writes lines to a stream', async () => {
    const stream = new PassThrough();
    const { mirror } = mirrored(toStream(stream));
    mirror.append(batch('m {"id":"1"}'));
    await mirror.close();
    assert.equal(String(stream.read()), '{"id":"1"}\n');
  });
  test('that cannot be written says so, and the log group has everything', async () => {
    const { mirror, groups, said } = mirrored(toFolder('/dev/null/x'));
    mirror.append(batch('m 1'));
    await mirror.close();
    assert.equal(groups.length, 1);
    assert.match(said.join(), /log events of m could not be written: ENOTDIR/);
  });
});

function batch(line: string): LogBatch {
  const [machine, message = ''] = line.split(' ');
  const place = { account: '123456789012', region: 'us-east-1', group: '/g' };
  return { ...place, stream: `states/${machine}/2026-01-01-00-00/x`, events: [{ timestamp: 0, message }] };
}

function mirrored(output: ConstructorParameters<typeof LogMirror>[1]) {
  const groups: LogBatch[] = [];
  const said: string[] = [];
  const mirror = new LogMirror({ append: (one) => groups.push(one) }, output, (line) => said.push(line));
  return { mirror, groups, said };
}
