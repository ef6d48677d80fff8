import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { Cursor } from './cursor.ts';
import { compileCondition } from './filter.ts';
import { InvalidPath } from './invalid-path.ts';
import { parseTokens } from './parse.ts';
import { parseFilter } from './parse-filter.ts';
import { compileQuery } from './query.ts';
import { newRun } from './run.ts';

describe('A filter', () => {
  test('asks whether a path leads somewhere', () => {
    accepts('(@.a)', { a: null });
    rejects('(@.a)', {});
    accepts('(!@.a)', {});
    accepts('(@.a[*])', { a: [] });
    rejects('(@.a[*].b)', { a: [{}] });
    accepts('(@.a[?(@.x)])', { a: [{}] });
    accepts('(@.a[?(@[*].x)])', { a: [[{}]] });
    accepts('(@[5].a[*])', []);
  });

  test('compares numbers with texts that read as one', () => {
    accepts('(@ == 42)', '42');
    accepts('(@ == 010)', 10);
    rejects('(@ == 010)', '010');
    rejects('(@ === 42)', '42');
    rejects('(@ > 42)', '43');
  });

  test('equals nothing that is not there', () => {
    rejects('(@.a == @.b)', {});
    accepts('(@.a != 1)', {});
    accepts('(@.a == null)', { a: null });
  });

  test('orders numbers and texts', () => {
    accepts('(@ >= 1.5)', 1.5);
    accepts("(@ < 'b')", 'a');
    rejects('(@ < 1)', null);
  });

  test('compares documents', () => {
    accepts(`(@ == {'k': ["v"]})`, { k: ['v'] });
    accepts('(@.a == $.root)', { a: [7] });
  });

  test('knows lists and texts', () => {
    accepts('(@ in [2, 3])', 2);
    accepts('(@ nin [2, 3])', 4);
    accepts("(@ contains 'ell')", 'hello');
    accepts('(@ contains 2)', [1, 2]);
    accepts('(@ all [1, 2])', [2, 1, 3]);
    accepts('(@ size 2)', [1, 2]);
    accepts('(@ empty true)', []);
    accepts('(@ subsetof [1, 2])', [1]);
    accepts('(@ anyof [2, 9])', [1, 2]);
    accepts('(@ noneof [3])', [1, 2]);
  });

  test('joins conditions: and before or, not before both', () => {
    accepts('(@.a == 1 || @.b == 1 && @.c == 1)', { a: 1 });
    rejects('(!(@.a == 1) || @.b)', { a: 1 });
  });

  test('matches whole texts', () => {
    accepts('(@ =~ /hello.*/i)', 'HELLO world');
    rejects('(@ =~ /hello.*/)', 'yes hello');
    accepts('(@ =~ /b/)', ['a', 'b']);
    assert.throws(() => holds('(@ =~ /a/)', 'a'.repeat(5000)), /longer than 4096/);
  });

  test('calls functions', () => accepts('(@.list.length() > 1)', { list: [1, 2] }));

  test('fails at a text without quotes', () =>
    assert.throws(() => holds('(@.a == Failed)', {}), /needs quotes/));

  test('must be one', () => {
    for (const text of [
      '()',
      '(true)',
      '(@.a = 1)',
      '(@.a == )',
      '(@.a',
      '((@.a)',
      '(@.a && true)',
      '(@.a == [1)',
    ]) {
      assert.throws(() => holds(text, {}), InvalidPath, text);
    }
  });

  test('is bounded in depth', () => {
    assert.throws(() => holds(`${'('.repeat(200)}@.a${')'.repeat(200)}`, {}), /nested deeper/);
    assert.throws(() => holds(`(@${'[?(@.a'.repeat(50)}${')]'.repeat(50)})`, {}), /nested deeper/);
  });
});

const CLOCK = { elapsedMs: () => 0 };

function holds(text: string, item: Json): boolean {
  const condition = parseFilter(text, (path) => parseTokens(new Cursor(path), 1));
  return compileCondition(condition, compileQuery)(item, newRun('$', { root: [7] }, CLOCK));
}

function accepts(text: string, item: Json): void {
  assert.equal(holds(text, item), true, text);
}

function rejects(text: string, item: Json): void {
  assert.equal(holds(text, item), false, text);
}
