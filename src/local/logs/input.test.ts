import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { groupIn, newGroupName, newStreamName, numberIn, requiredText, tagsIn, textsIn } from './input.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const ARN = 'arn:aws:logs:us-east-1:123456789012:log-group:/g';

describe('The input of CloudWatch Logs', () => {
  test('names a group by its name, or by its ARN with or without its star', () => {
    for (const input of [
      { logGroupName: '/g' },
      { logGroupIdentifier: ARN },
      { logGroupIdentifier: `${ARN}:*` },
    ])
      assert.equal(groupIn(input, SCOPE).group, '/g');
  });
  test('must name a group of the caller', () => {
    assert.throws(() => groupIn({}, SCOPE), /must be specified/);
    assert.throws(
      () => groupIn({ logGroupIdentifier: ARN }, { ...SCOPE, account: '000000000000' }),
      /does not exist/,
    );
  });
  test('has texts, numbers and lists where they belong', () => {
    assert.throws(() => requiredText({ a: 1 }, 'a'), /must be a string/);
    assert.throws(() => requiredText({ toString: null }, 'toString'), /must not be null/);
    assert.throws(() => numberIn({ limit: 0 }, 'limit', [1, 50]), /greater than or equal to 1/);
    assert.throws(() => numberIn({ limit: 51 }, 'limit', [1, 50]), /less than or equal to 50/);
    assert.throws(() => numberIn({ limit: 1.5 }, 'limit'), /whole number/);
    assert.throws(() => textsIn({ names: [1] }, 'names'), /list of strings/);
    assert.deepEqual([numberIn({}, 'limit'), textsIn({}, 'names')], [undefined, undefined]);
  });
  test('has tags that are strings, at most 50', () => {
    assert.deepEqual(tagsIn({ tags: { a: 'b' } }), [['a', 'b']]);
    assert.throws(() => tagsIn({ tags: { a: 1 } }), /object of strings/);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, '']));
    assert.throws(() => tagsIn({ tags: many }), /at most 50/);
  });
  test('names what is new as AWS allows it', () => {
    assert.equal(newGroupName({ logGroupName: '/aws/lambda/f_1.x#' }), '/aws/lambda/f_1.x#');
    assert.equal(newStreamName({ logStreamName: '2026/[$LATEST]a b' }), '2026/[$LATEST]a b');
    assert.throws(() => newGroupName({ logGroupName: 'ü' }), /regular expression pattern/);
    assert.throws(() => newStreamName({ logStreamName: 'a*' }), /regular expression pattern/);
  });
});
