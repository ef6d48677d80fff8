import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readXml, xmlChild, xmlText } from './xml-reader.ts';

describe('Small XML', () => {
  test('is elements and text, whatever their prefixes and attributes', () => {
    const read = readXml(
      '<?xml version="1.0"?>\n<s:A xmlns:s="u"><B x=\'<!\'>1</B></s:A>'.replace("'<!'", "'y'"),
    );
    assert.equal(read.name, 'A');
    assert.equal(xmlText(read, 'B'), '1');
    assert.equal(xmlChild(read, 'C'), undefined);
    assert.deepEqual(readXml('<A/>'), { name: 'A', text: '', children: [] });
  });

  test('has entities, character references, sections and comments', () => {
    assert.equal(readXml('<A>&lt;&amp;&#10;&#x41;<![CDATA[<b>]]><!-- c --></A>').text, '<&\nA<b>');
  });

  test('that is anything else is refused', () => {
    for (const text of WRONG) assert.throws(() => readXml(text), SyntaxError, text);
  });

  test('that is long and wrong is refused at once', () => {
    assert.throws(() => readXml(`<A ${'a="b" '.repeat(50_000)}`), SyntaxError);
    assert.throws(() => readXml('<'.repeat(100_000)), SyntaxError);
  });
});

const WRONG = [
  ...['', 'x', '<A>', '</A>', '<A></B>', '<A/><B/>', '<A>&x;</A>', '<A>& b</A>', '<A>&#xD800;</A>', '<A'],
  '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>',
  `${'<A>'.repeat(30)}${'</A>'.repeat(30)}`,
];
