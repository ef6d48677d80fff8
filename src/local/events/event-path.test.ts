import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEventPath, valueAt } from './event-path.ts';

const EVENT = { detail: { 'a.b': [{ n: 1 }, { n: 2 }], s: 'x' }, 'detail-type': 't' };

test('A path leads to members and elements of an event', () => {
  const found = [
    '$',
    '$.detail.s',
    "$.detail['a.b'][1].n",
    '$.detail["a.b"][*].n',
    '$.detail-type',
    '$.no.no',
  ].map((path) => valueAt(parseEventPath(path), EVENT));
  assert.deepEqual(found, [EVENT, 'x', 2, [1, 2], 't', undefined]);
  assert.equal(valueAt(parseEventPath('$.constructor'), EVENT), undefined);
});

test('What is no path is refused', () => {
  for (const text of ['', 'detail', '$detail', '$.', '$.a[x]', '$..a'])
    assert.throws(() => parseEventPath(text), { code: 'ValidationException' }, text);
});
