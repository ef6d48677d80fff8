import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromInput, type Snippet, stateOf, unfitting } from './snippet.ts';

describe('The state of a snippet', () => {
  test('keeps constants and reads paths, at any depth', () => {
    assert.deepEqual(stateOf(SNIPPET, { queryLanguage: 'JSONPath' }).Parameters, {
      Constant: [1],
      Deep: { 'Whole.$': '$' },
    });
  });

  test('reads the whole input as $states.input in JSONata', () => {
    assert.deepEqual(stateOf(SNIPPET, { queryLanguage: 'JSONata' }).Arguments, {
      Constant: [1],
      Deep: { Whole: '{% $states.input %}' },
    });
  });

  test('retries what its service says is worth it, else everything', () => {
    const options = { queryLanguage: 'JSONPath', retry: true } as const;
    const errors = (snippet: Snippet) => JSON.stringify(stateOf(snippet, options).Retry);
    assert.match(errors(SNIPPET), /"States\.ALL"/);
    assert.match(errors({ ...SNIPPET, retryOn: ['A.Fault'] }), /"A\.Fault"/);
  });

  test('of a task takes every option', () => {
    assert.equal(
      unfitting(SNIPPET, { queryLanguage: 'JSONPath', retry: true, timeoutSeconds: 1 }),
      undefined,
    );
  });
});

const SNIPPET: Snippet & { kind: 'task' } = {
  ...{ kind: 'task', service: 's', action: 'a', name: 'S: A', summary: 'does A' },
  resource: 'arn:aws:states:::s:a',
  arguments: { Constant: [1], Deep: { Whole: fromInput() } },
};
