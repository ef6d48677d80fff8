import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, type TestContext, test } from 'node:test';
import { asDifference } from './difference.ts';
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
  executions_pure: { JSONPath: 494, JSONata: 95 },
  executions_lambda: { JSONPath: 42, JSONata: 14 },
  executions_activity: { JSONPath: 6, JSONata: 0 },
};
const SHARE_MIN = 0.95;
/** Executions at once: most only wait, but those with functions start processes. */
const AT_ONCE: Readonly<Record<File, number>> = {
  executions_pure: 24,
  executions_lambda: 16,
  executions_activity: 6,
};

describe('executions recorded on AWS have the same histories', () => {
  const played: Partial<Record<File, Score>> = {};

  describe('event by event', { concurrency: true }, () => {
    for (const file of FILES) {
      test(file, async (context) => {
        const score = await plays(file, context);
        if (score !== undefined) played[file] = score;
      });
    }
  });

  test('at least 95 in 100', (context) => {
    isEnough(Object.values(played), context);
  });
});

function isEnough(scores: readonly Score[], context: TestContext): void {
  if (scores.length < FILES.length) return context.skip('not all of them were played');
  const matched = scores.reduce((sum, score) => sum + score.matched, 0);
  const all = scores.reduce((sum, score) => sum + score.played, 0);
  context.diagnostic(`${matched} of ${all}, ${((100 * matched) / all).toFixed(1)} %`);
  assert.ok(matched / all >= SHARE_MIN);
}

/** @returns the score in both languages; undefined when the records or what they need are not here. */
async function plays(file: File, context: TestContext): Promise<Score | undefined> {
  const records = readRecords(file);
  if (records === undefined || (file === 'executions_lambda' && !hasPython())) {
    context.skip(records === undefined ? `there is no ${RECORDED}` : 'the functions need python3');
    return undefined;
  }
  await using player = await Player.start();
  const results = await inTurns(records.cases, AT_ONCE[file], async (one) => ({
    case: one,
    differences: await player.differences(one, records.standard).catch(asDifference),
  }));
  for (const line of explained(results)) context.diagnostic(line);
  for (const line of outgrown(results)) context.diagnostic(`${line}: matches, its reason can go`);
  assert.deepEqual(unexplained(results), []);
  const all = { matched: 0, played: 0 };
  for (const language of ['JSONPath', 'JSONata'] as const) {
    const { matched, played } = scoreOf(results, language);
    context.diagnostic(`${file}, ${language}: ${matched} of ${played}`);
    assert.ok(matched >= FLOORS[file][language], `${matched} match, ${FLOORS[file][language]} did`);
    all.matched += matched;
    all.played += played;
  }
  return all;
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
