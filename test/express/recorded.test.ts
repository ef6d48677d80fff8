import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Client, clientOfOwn } from '../../src/cli/client.ts';
import { startServer } from '../../src/server.ts';
import { type Difference, differencesOf, renumbered } from '../conformance/difference.ts';
import { type Rule, withPlaceholders } from '../conformance/placeholders.ts';
import { RECORDED, type RecordedFunction } from '../conformance/recorded-case.ts';
import { functionOf } from '../conformance/recorded-function.ts';
import { sorted } from '../conformance/tree.ts';

/** One StartSyncExecution on AWS. */
interface Case {
  readonly id: string;
  readonly machine: {
    readonly name: string;
    readonly definition: string;
    readonly roleArn: string;
    readonly type: string;
  };
  readonly input: string;
  readonly lambdas?: readonly RecordedFunction[];
  readonly expected: { readonly sync: object };
  readonly transformers: readonly Rule[];
}

describe('Synchronous executions recorded on AWS', () => {
  for (const one of readCases()) {
    test(`${one.id} is answered as there`, async (context) => {
      if (one.lambdas !== undefined && spawnSync('python3', ['--version']).status !== 0)
        return context.skip('its function needs python3');
      assert.deepEqual(await play(one), []);
    });
  }

  test('are all played', (context) => {
    if (!existsSync(RECORDED)) return context.skip(`there is no ${RECORDED}`);
    assert.equal(readCases().length, 5);
  });
});

/** None where the records are not. */
function readCases(): Case[] {
  if (!existsSync(RECORDED)) return [];
  const lines = readFileSync(join(RECORDED, 'express_sync.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

async function play(one: Case): Promise<Difference[]> {
  const account = '000000000000';
  const server = await startServer({ port: 0, host: '127.0.0.1', data: undefined, auth: 'off', account });
  try {
    const sync = await answerTo(one, clientOfOwn(server));
    const { head, tail } = JSON.parse(readFileSync(join(RECORDED, 'standard_transformers.json'), 'utf8'));
    const ours = withPlaceholders({ sync }, [...head, ...one.transformers, ...tail]);
    const found = differencesOf(renumbered(sorted(withoutMetadata(one))), renumbered(ours));
    return found.filter((difference) => isNews(one, difference));
  } finally {
    await server.close();
  }
}

async function answerTo({ machine, input, lambdas = [], transformers }: Case, client: Client) {
  for (const recorded of lambdas) await client.lambda('POST', '/2015-03-31/functions', functionOf(recorded));
  const { stateMachineArn } = await client.states('CreateStateMachine', machine);
  const [name = '', run = ''] = transformers.flatMap((rule) =>
    rule.kind === 'RegexTransformer' && /SyncExecArn/.test(rule.replacement) ? [rule.regex] : [],
  );
  const answer = await client.states('StartSyncExecution', {
    stateMachineArn: String(stateMachineArn),
    name,
    input,
  });
  // The last part is drawn anew for each run.
  return { ...answer, executionArn: String(answer.executionArn).replace(/[0-9a-f-]{36}$/, run) };
}

/** The recorder's SDK has added it. */
function withoutMetadata({ expected }: Case): object {
  return { sync: { ...expected.sync, ResponseMetadata: undefined } };
}

/** Functions take their own time here: what is billed then is some number of hundreds. */
function isNews({ lambdas }: Case, { path, ours }: Difference): boolean {
  if (path === '.sync.ResponseMetadata') return false;
  if (lambdas !== undefined && /billedDuration/.test(path)) return Number(ours) % 100 !== 0;
  return true;
}
