import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../base/json.ts';
import { javaClass, javaText } from './java-text.ts';

test('Values print as in Java', () => {
  assert.equal(
    javaText(parseJson('{"a":[1,"b",null,true],"c":{"d":1.0}}')),
    '{a=[1, b, null, true], c={d=1.0}}',
  );
});

test('Values have the classes of Java', () => {
  const classes = ['1', '3000000000', '1.5', '1.0', '99999999999999999999', '"a"', 'true', '[]', '{}'].map(
    (text) => javaClass(parseJson(text)).replace(/^java\.(lang|util|math)\./, ''),
  );
  assert.deepEqual(classes, [
    'Integer',
    'Long',
    'Double',
    'Double',
    'BigInteger',
    'String',
    'Boolean',
    'ArrayList',
    'LinkedHashMap',
  ]);
});
