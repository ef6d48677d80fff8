import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tagsOf } from './tag.ts';

describe('tags as given', () => {
  test('may be absent, and have no value', () => {
    assert.deepEqual([tagsOf(undefined), tagsOf([{ key: 'k' }])], [[], [{ key: 'k', value: '' }]]);
  });
  test('may have letters of any script, digits, spaces and some signs', () => {
    tagsOf([{ key: 'Größe 日本 9_.:/=+-@', value: 'Größe 日本 9_.:/=+-@' }]);
  });
  test('have no other characters', () => {
    for (const char of ['<', '{', '*', '"', '\u0000', '#']) {
      assert.throws(() => tagsOf([{ key: `k${char}` }]), /letters, digits/);
      assert.throws(() => tagsOf([{ key: 'k', value: char }]), /letters, digits/);
    }
  });
  test('have a key, which does not begin with aws:', () => {
    assert.throws(() => tagsOf([{ value: 'v' }]), /must have a key/);
    for (const key of ['aws:x', 'AWS:x']) assert.throws(() => tagsOf([{ key }]), /must not begin with aws:/);
    tagsOf([{ key: 'awsx' }]);
  });
});
