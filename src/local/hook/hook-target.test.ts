import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHookTarget } from './hook-target.ts';

test('Status changes go to a URL or a file', () => {
  assert.deepEqual(parseHookTarget('http://127.0.0.1:9000/hook?a=b'), {
    url: 'http://127.0.0.1:9000/hook?a=b',
  });
  assert.deepEqual(parseHookTarget('file:events.jsonl'), { file: 'events.jsonl' });
  assert.deepEqual(parseHookTarget('file:///tmp/events.jsonl'), { file: '/tmp/events.jsonl' });
  for (const text of ['', 'events.jsonl', 'file:', 'ftp://a/b', 'http://'])
    assert.equal(parseHookTarget(text), undefined);
});
