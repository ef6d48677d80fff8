import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../base/json.ts';
import { Payload } from '../base/payload.ts';
import { parametersProblem } from './parameters-problem.ts';
import { parseResource } from './resource.ts';

describe('Parameters of a task', () => {
  test('of apigateway:invoke have headers in lists', () => {
    assert.equal(problem('apigateway', { Headers: { a: ['b'] } }), undefined);
    assert.equal(problem('apigateway', {}), undefined);
    const text = `The Parameters '{"Headers":{"a":"b"}}' could not be used to start the Task: [The value of the field 'Headers' has an invalid format]`;
    assert.equal(problem('apigateway', { Headers: { a: 'b' } }), text);
    assert.ok(problem('apigateway', { Headers: 'a' }));
  });

  test('of others are theirs', () => {
    assert.equal(problem('lambda', { Headers: 'a' }), undefined);
  });
});

function problem(service: string, parameters: Json): string | undefined {
  const resource = parseResource(`arn:aws:states:::${service}:invoke`);
  assert.ok(resource);
  return parametersProblem(resource, Payload.fromValue(parameters));
}
