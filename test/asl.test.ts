import { test } from 'node:test';
import { asl } from './conformance/asl-corpus.ts';
import { holds } from './conformance/claim.ts';

test('published definitions are accepted, and refused, as AWS does', async (context) => {
  await holds(asl, context);
});
