import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf, requiredText, tagsIn, textIn, textsIn } from './input.ts';

test('A list comes in pages, each with the token of the next', () => {
  const items = [1, 2, 3, 4, 5];
  const first = pageOf({ Limit: 2 }, items);
  const second = pageOf({ Limit: 2, ...first.next }, items);
  const third = pageOf({ Limit: 2, ...second.next }, items);
  assert.deepEqual([first.page, second.page, third.page, third.next], [[1, 2], [3, 4], [5], {}]);
  assert.throws(() => pageOf({ NextToken: 'x' }, items), { code: 'ValidationException' });
});

test('A member that is missing or of another form is refused in AWS’s words', () => {
  assert.throws(() => requiredText({}, 'Name'), {
    message:
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
  });
  assert.throws(
    () => requiredText({ Name: 'a b' }, 'Name', /^[a-z]+$/),
    /regular expression pattern: \[a-z\]\+$/,
  );
  assert.throws(() => textIn({ Name: 1 }, 'Name'), { code: 'SerializationException' });
  assert.throws(() => textsIn({ Ids: [1] }, 'Ids'), { code: 'SerializationException' });
});

test('Tags become members', () => {
  assert.deepEqual(tagsIn({ Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] }), { a: 'b', c: '' });
});
