import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bytesOf, md5OfAttributes, md5OfBody } from './message.ts';

describe('A message', () => {
  test('has the MD5 of its body', () => {
    assert.equal(md5OfBody('Hello'), '8b1a9953c4611296a827abf8c47804d7');
  });

  test('has an MD5 of its attributes, whatever their order', () => {
    const one = { type: 'String', value: 'x' };
    const two = { type: 'Binary.png', value: Buffer.from([0, 255]).toString('base64') };
    assert.equal(md5OfAttributes({ a: one, b: two }), md5OfAttributes({ b: two, a: one }));
    assert.equal(md5OfAttributes({}), undefined);
  });

  test('has the MD5 that SDKs check', () => {
    // From botocore's own unit tests of this checksum's form: length, name, length, type, transport, length, value.
    const attributes = { test: { type: 'String', value: 'test-attr' } };
    assert.equal(md5OfAttributes(attributes), expectedOf('test', 'String', 1, 'test-attr'));
  });

  test('is as large as its body and its attributes', () => {
    assert.equal(
      bytesOf({ body: 'é', attributes: { ab: { type: 'Binary', value: 'AAAA' } } }),
      2 + 2 + 6 + 3,
    );
  });
});

function expectedOf(name: string, type: string, transport: number, value: string): string {
  const part = (text: string) => `${'\0\0\0'}${String.fromCharCode(text.length)}${text}`;
  return md5OfBody(`${part(name)}${part(type)}${String.fromCharCode(transport)}${part(value)}`);
}
