import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readProject } from './project.ts';
import { tokensOf } from './tokens.ts';

describe('Tokens', () => {
  test('a string hides what looks like code', () => {
    cutsInto('f(\'a // b\', "{")', 'word f, punctuation (, string, punctuation ,, string, punctuation )');
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the text under test is source
  test('a template shows the code in its holes', () => {
    cutsInto(
      '`a ${b({ c: `${d}` })} e` + f',
      [
        'template, word b, punctuation (, punctuation {, word c, punctuation :, template, word d, template',
        'punctuation }, punctuation ), template, punctuation +, word f',
      ].join(', '),
    );
  });

  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
  test('a regular expression is told from a division', () => {
    cutsInto(
      'a / b; c = /[/"]{/g; return /x/',
      [
        'word a, punctuation /, word b, punctuation ;, word c, punctuation =, regex, punctuation ;',
        'word return, regex',
      ].join(', '),
    );
  });

  test('lines are counted through comments and templates', () => {
    assert.deepEqual(
      tokensOf('/*\n*/ `\n` a').map(({ line, lastLine }) => [line, lastLine]),
      [
        [1, 2],
        [2, 3],
        [3, 3],
      ],
    );
  });

  test('every bracket of this repository closes', () => {
    for (const { path, code } of readProject().files) assert.equal(code.at(-1)?.depth ?? 0, 0, path);
  });
});

function cutsInto(source: string, expected: string): void {
  const shown = tokensOf(source).map(({ kind, text }) =>
    kind === 'word' || kind === 'punctuation' ? `${kind} ${text}` : kind,
  );
  assert.equal(shown.join(', '), expected);
}
