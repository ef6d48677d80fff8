import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Server } from '../../src/server.ts';
import { call, inhabit, serving } from './inhabited.ts';

describe('The metrics of a server', () => {
  test('tell of executions, tasks, the store and the process, in the form that Prometheus reads', async () => {
    await withMetrics((lines) => {
      for (const [name, least] of KNOWN) {
        const value = lines.get(name);
        assert.ok(
          value !== undefined && value >= least,
          `${name} is ${value}\n${[...lines.keys()].join('\n')}`,
        );
      }
    });
  });

  test('name no execution and show no payload', async () => {
    await withMetrics((lines) => {
      for (const name of lines.keys()) assert.doesNotMatch(name, /:execution:|canary/);
    });
  });
});

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine';

/** What must be there, and how much of it at least, after a directory was filled by an earlier server. */
const KNOWN: readonly (readonly [string, number])[] = [
  [`stepwell_executions_total{metric="ExecutionsStarted",StateMachineArn="${MACHINE}:counted"}`, 1],
  [`stepwell_execution_time_ms_count{metric="ExecutionTime",StateMachineArn="${MACHINE}:counted"}`, 1],
  ['stepwell_requests_total{APIName="StartExecution",status="200"}', 1],
  ['stepwell_commit_ms_count', 1],
  ['stepwell_sync_ms_bucket{le="+Inf"}', 1],
  ['stepwell_commit_calls_count', 1],
  ['stepwell_open_sync_ms', 0],
  ['stepwell_wal_bytes', 1],
  ['stepwell_disk_free_bytes', 1],
  ['stepwell_timer_lateness_ms_count', 0],
  ['stepwell_unknown_outcomes_total', 0],
  ['stepwell_late_results_total', 0],
  ['stepwell_retention_backlog', 0],
  ['stepwell_process_resident_bytes', 1_000_000],
  ['stepwell_process_heap_used_bytes', 1_000_000],
];

async function withMetrics(claim: (lines: ReadonlyMap<string, number>) => void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'metrics-'));
  try {
    const data = join(directory, 'data');
    await inhabit(data);
    await serving(data, async (server) => {
      await startCounted(server);
      claim(await metricsOf(server));
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function startCounted(server: Server): Promise<void> {
  const definition = JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
  const roleArn = 'arn:aws:iam::123456789012:role/r';
  const { stateMachineArn } = await call(server, 'CreateStateMachine', {
    name: 'counted',
    definition,
    roleArn,
  });
  await call(server, 'StartExecution', { stateMachineArn, name: 'canary', input: '{"a":"canary"}' });
}

/** Each line's name with its labels, and its number. */
async function metricsOf({ url }: Server): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${url}/metrics`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const lines = (await answer.text()).trimEnd().split('\n');
  for (const line of lines)
    assert.match(line, /^(# (HELP|TYPE) stepwell_\w+ .+|stepwell_\w+(\{.+\})? -?[\d.e+-]+|.* \+Inf)$/);
  return new Map(
    lines
      .filter((line) => !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}
