import { test } from 'node:test';
import { holds } from './conformance/claim.ts';
import { jsonPath } from './conformance/jsonpath-corpus.ts';

test('JSONPath agrees with Jayway 2.10', async (context) => {
  await holds(jsonPath, context);
});
