import assert from 'node:assert/strict';
import { stripTypeScriptTypes } from 'node:module';
import { describe, test } from 'node:test';
import { type Bug, planted, SUITE_NAMES } from './sabotage/bug.ts';
import { BUGS } from './sabotage/bugs.ts';
import { type Copy, type Ending, falseAlarms, hunt } from './sabotage/hunt.ts';
import { SUITES, type Trial, trialsOf } from './sabotage/suites.ts';
import { makeCopy, sabotaged } from './sabotage/temporary-copy.ts';

describe('The bugs of the sabotage', () => {
  test('each stand in the code of today exactly once, and leave it readable', () => {
    for (const bug of BUGS) assert.notEqual(stripTypeScriptTypes(sabotaged(bug)), '');
  });

  test('are thirty or more, and differ', () => {
    assert.ok(BUGS.length >= 30);
    assert.equal(new Set(BUGS.map(({ breaks }) => breaks)).size, BUGS.length);
  });

  test('go first through the suite that is known to catch them', () => {
    for (const bug of BUGS) assert.equal(trialsOf(bug)[0]?.suite, bug.suite, bug.file);
    assert.deepEqual(
      SUITES.map(({ name }) => name),
      SUITE_NAMES,
    );
  });

  test('that fit no line, or two, are refused', () => {
    for (const text of ['one', 'a bug and a bug']) assert.throws(() => planted(text, BUG), /not once: a bug/);
  });
});

describe('A hunt', () => {
  test('ends with the first suite that fails', async () => {
    assert.deepEqual(await tried({ laws: 'failed' }), ['beside', 'architecture', 'laws']);
  });

  test('ends with a suite that hangs', async () => {
    assert.deepEqual(await tried({ architecture: 'hung' }), ['beside', 'architecture']);
  });

  test('tells of a bug that no suite catches', async () => {
    assert.equal((await hunt(copyWhere({}), BUG)).trial, undefined);
  });

  test('asks the known suite alone when it is told to', async () => {
    assert.deepEqual(await tried({}, 1), ['beside']);
  });

  test('does not believe a suite that fails without a bug', async () => {
    const catches = [await hunt(copyWhere({ laws: 'failed' }), BUG)];
    assert.deepEqual(await falseAlarms([copyWhere({})], catches), []);
    assert.equal((await falseAlarms([copyWhere({ laws: 'failed' })], catches)).length, 1);
  });

  test('puts a bug into a copy, and takes it out again', async () => {
    const copy = makeCopy();
    try {
      const bug = {
        ...BUG,
        file: 'src/base/arn.ts',
        find: 'export function parseStatesArn(',
        replace: 'export function readStatesArn(',
      };
      assert.deepEqual(
        [await copy.with(bug, () => copy.run(QUICK)), await copy.run(QUICK)],
        ['failed', 'passed'],
      );
    } finally {
      copy.remove();
    }
  });
});

const BUG: Bug = {
  ...{ file: 'src/interpreter/decide.ts', find: 'a bug', replace: 'another' },
  ...{ breaks: 'nothing', promise: 'P1', suite: 'beside' },
};

const QUICK: Trial = { suite: 'beside', tests: ['src/base/arn.test.ts'], isQuick: true, env: {} };

async function tried(endings: Endings, triedMax?: number): Promise<string[]> {
  const seen: string[] = [];
  await hunt(copyWhere(endings, seen), BUG, triedMax);
  return seen;
}

type Endings = { readonly [suite in Bug['suite']]?: Ending };

/** Nothing is run: suites end as they are told to. */
function copyWhere(endings: Endings, seen: string[] = []): Copy {
  return {
    with: (_bug, act) => act(),
    run: async ({ suite }) => {
      seen.push(suite);
      return endings[suite] ?? 'passed';
    },
  };
}
