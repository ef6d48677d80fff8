import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { RECORDED, readRecords } from './recorded-case.ts';
import { readStateTests, StateTestPlayer } from './state-test-player.ts';

/** How many matched when this was last changed: they are never fewer. */
const FLOOR = 170;

test('calls of TestState recorded on AWS are answered as there', async (context) => {
  const tests = readStateTests();
  const records = readRecords('executions_pure');
  if (tests === undefined || records === undefined) return context.skip(`there is no ${RECORDED}`);
  if (spawnSync('python3', ['--version']).status !== 0) return context.skip('the functions need python3');
  await using player = await StateTestPlayer.start();
  const wrong: string[] = [];
  let matched = 0;
  for (const one of tests) {
    const found = await player.differences(one, records.standard);
    if (found.length === 0) matched++;
    else wrong.push(`${one.id}: ${JSON.stringify(found.slice(0, 3))}`);
  }
  context.diagnostic(`${matched} of ${tests.length}`);
  assert.deepEqual(wrong, []);
  assert.ok(matched >= FLOOR, `${matched} match, ${FLOOR} did`);
});
