import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS } from '../../src/api/operation-table.ts';
import { asDifference } from './difference.ts';
import { RECORDED, readRecords } from './recorded-case.ts';
import { type RecordedSequence, readSequences } from './recorded-sequence.ts';
import { playSequence } from './sequence-player.ts';

/** How many matched when this was last changed: they are never fewer. */
const FLOOR = 95;

/** Where we differ, and why. */
const EXPLAINED: readonly (readonly [part: string, reason: string])[] = [
  ['TestTaskServiceSns', 'SNS is not there yet'],
  ['test_sns_publish_wait_for_task_token', 'SNS is not there yet'],
  ['[MAP_STATE_REFERENCE_IN_MAX_ITEMS_PATH]', 'item readers are not there yet'],
];

test('calls of the API recorded on AWS are answered as there', async (context) => {
  const sequences = readSequences();
  const records = readRecords('executions_pure');
  if (sequences === undefined || records === undefined) return context.skip(`there is no ${RECORDED}`);
  const playable = sequences.filter(isPlayable);
  const wrong: string[] = [];
  let matched = 0;
  for (const sequence of playable) {
    const reason = EXPLAINED.find(([part]) => sequence.id.includes(part))?.[1];
    const found = await playSequence(sequence, records.standard).catch(asDifference);
    if (found.length === 0) matched++;
    else if (reason === undefined) wrong.push(`${sequence.id}: ${JSON.stringify(found.slice(0, 3))}`);
    else context.diagnostic(`${sequence.id}: ${reason}`);
  }
  context.diagnostic(`${matched} of ${playable.length}; ${sequences.length} are recorded`);
  assert.deepEqual(wrong, []);
  assert.ok(matched >= FLOOR, `${matched} match, ${FLOOR} did`);
});

/** The operations that are not there yet are not here either. */
function isPlayable({ steps }: RecordedSequence): boolean {
  return steps.every(
    ({ service, operation }) => service === 'stepfunctions' && Object.hasOwn(OPERATIONS, operation),
  );
}
