import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scriptedClient } from '../../test/cli/scripted-client.ts';
import type { JsonObject } from '../base/json.ts';
import { followLogs, groupNames, logLines, logQueryOf } from './log-lines.ts';

const ARN = 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/g:*';
const QUERY = { logGroupName: 'g' };

describe('What `stepwell logs` is asked for', () => {
  test('is a log group of that name', async () => {
    assert.deepEqual(await queryFor('/g'), { logGroupName: '/g' });
  });
  test('or the group of the state machine of that name, and its streams in it', async () => {
    assert.deepEqual(await queryFor('m'), {
      logGroupName: '/aws/vendedlogs/g',
      logStreamNamePrefix: 'states/m/',
    });
  });
  test('or refused', async () => {
    await assert.rejects(queryFor('nobody'), /no log group nobody, and no state machine/);
    await assert.rejects(queryFor('quiet'), /quiet has no log group/);
  });
});

describe('Log events', () => {
  test('of all pages are shown', async () => {
    const client = paged(
      [
        [1, 'a'],
        [2, 'b'],
      ],
      [[3, 'c']],
    );
    const lines = await Array.fromAsync(logLines(client, QUERY));
    assert.deepEqual(
      lines.map(({ message }) => message),
      ['a', 'b', 'c'],
    );
  });
  test('are followed, each shown once, late ones too', async () => {
    const looks = [
      [[20_000, 'b']],
      [
        [15_000, 'late'],
        [20_000, 'b'],
        [20_001, 'c'],
      ],
      [[20_001, 'c']],
    ] as const;
    let look = 0;
    const client = scriptedClient(() => ({ events: eventsOf(looks[look] ?? []) }));
    const shown: string[] = [];
    await followLogs(client, QUERY, {
      show: ({ message }) => shown.push(message),
      pause: async () => ++look < looks.length,
    });
    assert.deepEqual(shown, ['b', 'late', 'c']);
    assert.deepEqual(
      client.calls.map(({ input }) => input.startTime),
      [0, 10_000, 10_001],
    );
  });
  test('of no group: the groups are listed', async () => {
    const client = scriptedClient((_, { nextToken }) =>
      nextToken === undefined
        ? { logGroups: [{ logGroupName: 'a' }], nextToken: 'a' }
        : { logGroups: [{ logGroupName: 'b' }] },
    );
    assert.deepEqual(await groupNames(client), ['a', 'b']);
  });
});

async function queryFor(name: string) {
  const answers: Record<string, (input: JsonObject) => JsonObject> = {
    DescribeLogGroups: () => ({ logGroups: [{ logGroupName: '/g' }, { logGroupName: '/ghost' }] }),
    ListStateMachines: () => ({
      stateMachines: ['m', 'quiet'].map((one) => ({ name: one, stateMachineArn: `arn:${one}` })),
    }),
    DescribeStateMachine: ({ stateMachineArn }) =>
      stateMachineArn === 'arn:m'
        ? { loggingConfiguration: { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: ARN } }] } }
        : { loggingConfiguration: { level: 'OFF' } },
  };
  return await logQueryOf(
    scriptedClient((operation, input) => answers[operation]?.(input) ?? {}),
    name,
  );
}

function paged(...pages: readonly (readonly (readonly [number, string])[])[]) {
  return scriptedClient((_, { nextToken = '0' }) => {
    const page = Number(nextToken);
    const isLast = page === pages.length - 1;
    return { events: eventsOf(pages[page] ?? []), ...(isLast ? {} : { nextToken: String(page + 1) }) };
  });
}

function eventsOf(lines: readonly (readonly [number, string])[]): JsonObject[] {
  return lines.map(([timestamp, message]) => ({ timestamp, message, eventId: `${timestamp}${message}` }));
}
