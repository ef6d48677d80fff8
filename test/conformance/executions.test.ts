import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { holds } from './claim.ts';
import { executions } from './executions.ts';
import { isMatch, type Result } from './score.ts';

const SHARE_MIN = 0.95;

describe('executions recorded on AWS have the same histories', () => {
  const played: (readonly Result[])[] = [];

  describe('event by event', { concurrency: true }, () => {
    for (const corpus of executions) {
      test(corpus.name, async (context) => {
        const results = await holds(corpus, context);
        if (results !== undefined) played.push(results);
      });
    }
  });

  test('at least 95 in 100', (context) => {
    isEnough(played, context);
  });
});

function isEnough(played: readonly (readonly Result[])[], context: TestContext): void {
  if (played.length < executions.length) return context.skip('not all of them were played');
  const results = played.flat();
  const matched = results.filter(isMatch).length;
  context.diagnostic(`${matched} of ${results.length}, ${((100 * matched) / results.length).toFixed(1)} %`);
  assert.ok(matched / results.length >= SHARE_MIN);
}
