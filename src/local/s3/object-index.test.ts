import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareKeys, ObjectIndex } from './object-index.ts';

const KEYS = ['b', 'a/2', '', 'a', '\u{1F600}', '\uFFFD', 'a/1', 'é', 'a0', 'a/', '\u{1F600}a', '~'];

describe('Keys of a bucket', () => {
  test('are in the order of their bytes', () => {
    const bytes = [...KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual([...KEYS].sort(compareKeys), bytes);
    assert.deepEqual(listed(loaded()), bytes);
  });

  test('stay in order when some come and go', () => {
    const index = loaded();
    for (const key of KEYS) index.delete(key);
    assert.equal(index.from(''), undefined);
    for (const key of [...KEYS, 'a']) index.set(key, key);
    assert.deepEqual(listed(index), [...KEYS].sort(compareKeys));
    assert.equal(index.size, KEYS.length);
  });

  test('are found by what they are behind', () => {
    const index = loaded();
    assert.deepEqual([index.from('a/'), index.after('a/'), index.behind('a/')], ['a/', 'a/1', 'a0']);
    assert.equal(index.behind('\u{1F600}'), undefined);
    assert.equal(index.get('toString'), undefined);
  });
});

function loaded(): ObjectIndex<string> {
  const index = new ObjectIndex<string>();
  for (const key of KEYS) index.load(key, key);
  return index;
}

function listed(index: ObjectIndex<string>): string[] {
  const keys: string[] = [];
  for (let key = index.from(''); key !== undefined; key = index.after(key)) keys.push(key);
  return keys;
}
