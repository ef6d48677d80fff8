import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Corpus, Missing } from './corpus.ts';
import { FLOORS } from './floors.ts';
import { isMatch, outgrown, type Result, reasonOf, scoresOf, unexplained } from './score.ts';

/**
 * Plays a corpus and claims that no area of it scores less than it did, and that every difference has a reason.
 *
 * @returns the results; undefined when the test is skipped, since what it needs is not here.
 */
export async function holds(corpus: Corpus, context: TestContext): Promise<readonly Result[] | undefined> {
  const results = await played(corpus, context);
  if (results === undefined) return undefined;
  for (const result of results) {
    const reason = isMatch(result) ? undefined : reasonOf(result);
    if (reason !== undefined) context.diagnostic(`${result.id}: ${reason}`);
  }
  for (const id of outgrown(results)) context.diagnostic(`${id}: matches, its reason can go`);
  assert.deepEqual(unexplained(results), []);
  for (const { area, passed, total } of scoresOf(results)) {
    context.diagnostic(`${area}: ${passed} of ${total}`);
    assert.ok(passed >= (FLOORS[area] ?? total), `${area}: ${passed} match, ${FLOORS[area]} did`);
  }
  return results;
}

async function played(corpus: Corpus, context: TestContext): Promise<readonly Result[] | undefined> {
  try {
    return await corpus.play({});
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    context.skip(error.message);
    return undefined;
  }
}
