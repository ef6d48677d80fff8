import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FunctionAnswer } from './port.ts';
import { responseOf } from './response.ts';

describe('The result of lambda:invoke', () => {
  test("has the SDK's shape, headers in the recorded order", () => prints({ payload: '{"a": 0.0}' }, SHAPE));
  test('keeps what is not JSON as text', () => has({ payload: 'plain' }, 'Payload', 'plain'));
  test('counts the bytes of the payload, not its characters', () =>
    hasHeader({ payload: '"ü€"' }, 'Content-Length', '7'));

  test('of an event has a status, an empty payload, no version and no type', () => {
    const event = { payload: '', statusCode: 202 };
    has(event, 'StatusCode', 202);
    has(event, 'Payload', {});
    has(event, 'ExecutedVersion', undefined);
    hasHeader(event, 'X-Amz-Executed-Version', undefined);
    hasHeader(event, 'Content-Type', undefined);
  });

  test('has the log only when it is asked for, and never of an event', () => {
    has({ logTail: 'START' }, 'LogResult', undefined);
    has({ logTail: 'START' }, 'LogResult', 'U1RBUlQ=', true);
    has({ logTail: 'START', statusCode: 202 }, 'LogResult', undefined, true);
  });
});

const UUID = '01234567-89ab-4cde-8f01-23456789abcd';
const TRACE = 'Root=1-6960d120-0123456789ab4cde8f012345;Parent=6789abcd01234567;Sampled=0';
const SHAPE = JSON.stringify({
  ExecutedVersion: '$LATEST',
  Payload: { a: 'ZERO' },
  SdkHttpMetadata: {
    AllHttpHeaders: {
      'X-Amz-Executed-Version': ['$LATEST'],
      'x-amzn-Remapped-Content-Length': ['0'],
      Connection: ['keep-alive'],
      'x-amzn-RequestId': ['r-1'],
      'Content-Length': ['10'],
      Date: ['Fri, 09 Jan 2026 09:57:52 GMT'],
      'X-Amzn-Trace-Id': [TRACE],
      'Content-Type': ['application/json'],
    },
    HttpHeaders: {
      Connection: 'keep-alive',
      'Content-Length': '10',
      'Content-Type': 'application/json',
      Date: 'Fri, 09 Jan 2026 09:57:52 GMT',
      'X-Amz-Executed-Version': '$LATEST',
      'x-amzn-Remapped-Content-Length': '0',
      'x-amzn-RequestId': 'r-1',
      'X-Amzn-Trace-Id': TRACE,
    },
    HttpStatusCode: 200,
  },
  SdkResponseMetadata: { RequestId: 'r-1' },
  StatusCode: 200,
}).replace('"ZERO"', '0.0');

function resultOf(answer: Partial<FunctionAnswer>, withLog = false): string {
  const plain = {
    statusCode: 200,
    payload: 'null',
    executedVersion: '$LATEST',
    requestId: 'r-1',
    logTail: '',
  };
  const now = Date.UTC(2026, 0, 9, 9, 57, 52);
  return JSON.stringify(responseOf({ ...plain, ...answer }, { withLog, now, uuid: () => UUID }));
}

function prints(answer: Partial<FunctionAnswer>, expected: string): void {
  assert.equal(resultOf(answer), expected);
}

function has(answer: Partial<FunctionAnswer>, name: string, expected: unknown, withLog = false): void {
  assert.deepEqual(JSON.parse(resultOf(answer, withLog))[name], expected);
}

function hasHeader(answer: Partial<FunctionAnswer>, name: string, expected: string | undefined): void {
  const { HttpHeaders, AllHttpHeaders } = JSON.parse(resultOf(answer)).SdkHttpMetadata;
  assert.deepEqual([HttpHeaders[name], AllHttpHeaders[name]?.[0]], [expected, expected]);
}
