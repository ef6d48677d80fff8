import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTemplate } from './parse.ts';
import { TemplateError } from './template-error.ts';

describe('Reading a template', () => {
  test('makes text, references and blocks of it', () => {
    assert.deepEqual(
      parseTemplate('a$b.c#if(true)d#end').map(({ kind }) => kind),
      ['text', 'reference', 'if'],
    );
  });

  test('takes a brace that does not close for text', () => {
    assert.deepEqual(parseTemplate('$' + '{a')[0], { kind: 'text', text: '$' });
  });

  test('says where it cannot go on', () => {
    const message = /on line 2 of the template/;
    for (const text of [
      'a\n#set($x 1)',
      'a\n#foreach($x of $y)#end',
      'a\n#end',
      'a\n#set(1 = 2)',
      "a\n#set($x = 'b)",
    ])
      assert.throws(
        () => parseTemplate(text),
        (error) => error instanceof TemplateError && message.test(error.message),
      );
  });

  test('refuses a template that is longer than AWS allows', () => {
    assert.throws(() => parseTemplate('a'.repeat(307_201)), TemplateError);
  });
});
