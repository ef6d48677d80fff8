import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nameIn, pageOf, pathIn, required, tagList, tagsIn } from './input.ts';

const REFUSED = { code: 'ValidationError' };

describe('Fields of IAM', () => {
  test('names have few characters', () => {
    assert.equal(nameIn({ RoleName: 'a+=,.@_-9' }, 'RoleName', 64), 'a+=,.@_-9');
    for (const name of ['', 'a b', 'a/b', 'x'.repeat(65)])
      assert.throws(() => nameIn({ RoleName: name }, 'RoleName', 64), REFUSED);
  });

  test('paths begin and end with a slash', () => {
    assert.deepEqual([pathIn({}), pathIn({ Path: '/a/b/' })], ['/', '/a/b/']);
    for (const path of ['', 'a', '/a', 'a/', '/é/']) assert.throws(() => pathIn({ Path: path }), REFUSED);
  });

  test('tags are pairs', () => {
    const tags = tagsIn({ Tags: [{ Key: '__proto__', Value: 'b' }, { Key: 'c' }] });
    assert.deepEqual(tagList(tags), [
      { Key: '__proto__', Value: 'b' },
      { Key: 'c', Value: '' },
    ]);
    assert.throws(() => tagsIn({ Tags: ['a'] }), REFUSED);
    const many = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    assert.throws(() => tagsIn({ Tags: many }), REFUSED);
  });

  test('what must be there is', () => assert.throws(() => required({}, 'RoleName'), REFUSED));

  test('lists come in pages', () => {
    const all = [{ n: 1 }, { n: 2 }, { n: 3 }];
    assert.deepEqual(pageOf(all, { MaxItems: '2' }, 'Roles'), {
      ...{ Roles: [{ n: 1 }, { n: 2 }], IsTruncated: true, Marker: '2' },
    });
    assert.deepEqual(pageOf(all, { Marker: '2' }, 'Roles'), { Roles: [{ n: 3 }], IsTruncated: false });
    for (const input of [{ Marker: 'x' }, { MaxItems: '0' }, { MaxItems: '1001' }])
      assert.throws(() => pageOf(all, input, 'Roles'), REFUSED);
  });
});
