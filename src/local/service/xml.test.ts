import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { element, printXml } from './xml.ts';

describe('XML', () => {
  test('escapes text', () => {
    assert.equal(printXml(element('a', `<&>"'\r`)), '<a>&lt;&amp;&gt;&quot;&apos;&#xD;</a>\n');
  });

  test('has no form for control characters and lone surrogates', () => {
    assert.equal(printXml('a\0\x1b\ud800b\t\n'), 'a\uFFFD\uFFFD\uFFFDb\t\n');
  });

  test('leaves out what is not there', () => {
    assert.equal(printXml([element('a', undefined), undefined]), '<a></a>\n');
  });

  test('prints elements one after another, and namespaces', () => {
    const list = [1, true].map((value) => element('member', value));
    assert.equal(
      printXml(element('L', list, 'http://a"b')),
      '<L xmlns="http://a&quot;b">\n  <member>1</member>\n  <member>true</member>\n</L>\n',
    );
  });
});
