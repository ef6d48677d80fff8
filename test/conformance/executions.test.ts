import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, type TestContext, test } from 'node:test';
import { Player } from './player.ts';
import {
  FILES,
  type File,
  type Language,
  RECORDED,
  type RecordedCase,
  readRecords,
} from './recorded-case.ts';
import { explained, outgrown, type Result, type Score, scoreOf, unexplained } from './score.ts';

/** How many matched when this was last changed: they are never fewer. */
const FLOORS: Readonly<Record<File, Readonly<Record<Language, number>>>> = {
  executions_pure: { JSONPath: 491, JSONata: 0 },
  executions_lambda: { JSONPath: 42, JSONata: 0 },
  executions_activity: { JSONPath: 6, JSONata: 0 },
};
const SHARE_MIN = 0.95;
/** Executions at once: most only wait, but those with functions start processes. */
const AT_ONCE: Readonly<Record<File, number>> = {
  executions_pure: 24,
  executions_lambda: 16,
  executions_activity: 6,
};

const scores: Score[] = [];

describe('executions recorded on AWS have the same histories', { concurrency: true }, () => {
  for (const file of FILES) test(file, (context) => plays(file, context));
});

test('of the JSONPath executions at least 95 in 100 match', (context) => {
  if (scores.length < FILES.length) return context.skip('not all of them were played');
  const matched = scores.reduce((sum, score) => sum + score.matched, 0);
  const played = scores.reduce((sum, score) => sum + score.played, 0);
  context.diagnostic(`JSONPath: ${matched} of ${played}, ${((100 * matched) / played).toFixed(1)} %`);
  assert.ok(matched / played >= SHARE_MIN);
});

async function plays(file: File, context: TestContext): Promise<void> {
  const records = readRecords(file);
  if (records === undefined) return context.skip(`there is no ${RECORDED}`);
  if (file === 'executions_lambda' && !hasPython()) return context.skip('the functions need python3');
  await using player = await Player.start();
  const results = await inTurns(records.cases, AT_ONCE[file], async (one) => ({
    case: one,
    differences: await player.differences(one, records.standard).catch(asDifference),
  }));
  for (const line of explained(results)) context.diagnostic(line);
  for (const line of outgrown(results)) context.diagnostic(`${line}: matches, its reason can go`);
  assert.deepEqual(unexplained(results), []);
  for (const language of ['JSONPath', 'JSONata'] as const) {
    const score = scoreOf(results, language);
    context.diagnostic(`${file}, ${language}: ${score.matched} of ${score.played}`);
    assert.ok(
      score.matched >= FLOORS[file][language],
      `${score.matched} match, ${FLOORS[file][language]} did`,
    );
    if (language === 'JSONPath') scores.push(score);
  }
}

/** What cannot be played, or is refused, differs as a whole. */
function asDifference(error: unknown): Result['differences'] {
  if (!(error instanceof Error)) throw error;
  return [{ path: 'played', aws: 'an execution', ours: error.message }];
}

function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}

async function inTurns(
  cases: readonly RecordedCase[],
  atOnce: number,
  play: (one: RecordedCase) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = cases[Symbol.iterator]();
  const lane = async () => {
    // All lanes take from the one iterator.
    for (const one of waiting) results.push(await play(one));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
