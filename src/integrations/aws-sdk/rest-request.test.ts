import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import type { ServiceFacts } from './facts.ts';
import { restRequest } from './rest-request.ts';
import { sdkOperation } from './sdk-operation.ts';

describe('A request of a REST API', () => {
  test('has labels in its path, escaped', () => {
    assert.equal(requested('GET /a/{x}/b', 'Name/x', { Name: "a/ü'" }).path, '/a/a%2F%C3%BC%27/b');
    assert.equal(
      requested('GET /{Bucket}/{Key+}', 'Bucket/ Key/', { Bucket: 'b', Key: 'k/ l' }).path,
      '/b/k/%20l',
    );
  });

  test('needs them all', () => {
    refuses('GET /a/{x}', 'Name/x', {}, /"Name" is required/);
    refuses('GET /{Bucket}', 'Bucket/', { Bucket: 'a/b' }, /name of a bucket/);
  });

  test('has lists and maps in its query, and moments as ISO 8601', () => {
    const members = 'A?a[] B?b<,> At?at:t N?n:n';
    const { query } = requested('GET /?fixed', members, { A: ['x', 'y'], B: { k: 'v' }, At: 0, N: 5 });
    assert.equal(String(query), 'fixed=&a=x&a=y&k=v&at=1970-01-01T00%3A00%3A00Z&n=5');
  });

  test('has headers, moments as HTTP has them', () => {
    const members = 'A^X-A[] At^at:t Meta*x-meta-<,>';
    const given = { A: ['x', 'y'], At: '1970-01-01T00:00:00Z', Meta: { Key: 'v' } };
    assert.deepEqual(requested('GET /', members, given).headers, {
      ...{ 'x-a': 'x, y', at: 'Thu, 01 Jan 1970 00:00:00 GMT', 'x-meta-key': 'v' },
    });
    refuses('GET /', members, { A: ['a\nb'] }, /no header can have/);
    refuses('GET /', members, { Meta: { 'a b': 'c' } }, /cannot be the name of a header/);
  });

  test('has what is left in a document', () => {
    const { headers, body } = requested('POST /', 'A?a b Bytes:x', { A: 'a', B: 'b', Bytes: 'c' });
    assert.deepEqual([headers, body], [{ 'content-type': 'application/json' }, '{"b":"b","Bytes":"ImMi"}']);
    assert.equal(requested('POST /', 'A?a', { A: 'a' }).body, '');
  });

  test('or has one parameter as its body', () => {
    assert.equal(requested('POST /', 'Body!:x', { Body: { a: 1 } }).body, '{"a":1}');
    assert.equal(requested('POST /', 'Body!{a}', { Body: { A: 'x' } }).body, '{"a":"x"}');
    assert.equal(requested('POST /', 'Body!:x', {}).body, '');
    assert.equal(
      requested('POST /', 'Body!{a}', { Body: { A: 'x' } }, 'rest-xml').body,
      '<Body><a>x</a></Body>',
    );
  });
});

function requested(
  route: string,
  input: string,
  parameters: JsonObject,
  protocol: ServiceFacts['protocol'] = 'rest-json',
) {
  const facts = {
    protocol,
    apiVersion: '',
    operations: { Ask: [route, input] as const },
    structures: {},
    errors: '',
  };
  const operation = sdkOperation(facts, 'Ask');
  assert.ok(operation !== undefined);
  return restRequest(facts, operation, parameters);
}

function refuses(route: string, input: string, parameters: JsonObject, message: RegExp): void {
  assert.throws(() => requested(route, input, parameters), { error: 'States.Runtime', message });
}
