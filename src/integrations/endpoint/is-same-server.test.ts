import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isSameServer } from './is-same-server.ts';

const OWN = 'http://127.0.0.1:8083';

describe('An endpoint', () => {
  test('by another name, at the same port, is this server', () => is(true, 'http://localhost:8083/'));
  test('at another port is not', () => is(false, 'http://127.0.0.1:8084'));
  test('without a port is not', () => is(false, 'https://lambda.eu-west-1.amazonaws.com'));
});

function is(expected: boolean, endpointUrl: string): void {
  assert.equal(isSameServer(endpointUrl, OWN), expected);
}
