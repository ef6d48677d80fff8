import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../asl/compile.ts';
import { withExpressLimit } from './express-limit.ts';

test('An Express execution ends after five minutes, or earlier if its machine says so', () => {
  assert.deepEqual([undefined, 10, 1000].map(limitOf), [300, 10, 300]);
});

function limitOf(TimeoutSeconds: number | undefined): number | undefined {
  const definition = { StartAt: 'A', TimeoutSeconds, States: { A: { Type: 'Succeed' } } };
  return withExpressLimit(compile(JSON.stringify(definition))).timeoutSeconds;
}
