import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceError } from '../base/service-error.ts';
import { type Page, PageTokens, pageSize } from './page-token.ts';

const PAGE: Page = { operation: 'List', scope: { account: '1', region: 'r' }, now: 0, parameters: ['a'] };
const DAY = 86_400_000;

describe('a page token', () => {
  test('carries a position', () => assert.deepEqual(opened(PAGE), { after: 42 }));
  test('is absent on the last page, and on the first request', () => {
    const tokens = new PageTokens(Buffer.from('k'));
    assert.deepEqual([tokens.next(PAGE, undefined), tokens.position(PAGE, undefined)], [{}, {}]);
  });
  test('is good for a day', () => assert.deepEqual(opened({ ...PAGE, now: DAY }), { after: 42 }));
  test('is not good for longer', () => refused(() => opened({ ...PAGE, now: DAY + 1 })));
  test('is not good for another operation', () => refused(() => opened({ ...PAGE, operation: 'Other' })));
  test('is not good for other parameters', () => refused(() => opened({ ...PAGE, parameters: ['b'] })));
  test('is not good for another account or region', () => {
    refused(() => opened({ ...PAGE, scope: { account: '2', region: 'r' } }));
    refused(() => opened({ ...PAGE, scope: { account: '1', region: 's' } }));
  });
  test('is not good under another secret', () =>
    refused(() => new PageTokens(Buffer.from('other')).position(PAGE, made())));
  test('is not good with any character changed', () => {
    const token = made();
    for (let at = 0; at < token.length; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      refused(() => new PageTokens(Buffer.from('k')).position(PAGE, changed));
    }
  });
  test('is not good when made up', () => {
    for (const token of ['', '.', 'x', 'NDIgMA.', '\u0000'])
      refused(() => new PageTokens(Buffer.from('k')).position(PAGE, token));
  });
});

describe('the size of a page', () => {
  test('is 100 when not said, or 0', () => assert.deepEqual([pageSize(undefined), pageSize(0)], [100, 100]));
  test('is what was said', () => assert.deepEqual([pageSize(1), pageSize(1000)], [1, 1000]));
});

function made(): string {
  return new PageTokens(Buffer.from('k')).next(PAGE, 42).nextToken ?? '';
}

function opened(page: Page) {
  return new PageTokens(Buffer.from('k')).position(page, made());
}

function refused(open: () => unknown): void {
  assert.throws(open, (error) => error instanceof ServiceError && error.code === 'InvalidToken');
}
