import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PageService } from '../base/page-service.ts';
import { isOpenTo, Pages } from './pages.ts';

describe('A page', () => {
  test('is asked for by its path, and what is below it', () => {
    assert.deepEqual(
      ['/mail', '/mail/1', '/mail?a=1', '/mailer', '/'].map((url) => found(url)),
      [...['mail', 'mail', 'mail'], ...[undefined, undefined]],
    );
  });
  test('is asked for by its hosts, whatever the path and the port', () => {
    assert.equal(found('/', { host: 'A1.execute-api.localhost:8083' }), 'apis');
    assert.equal(found('/mail', { host: 'a1.execute-api.localhost' }), 'apis');
  });
  test('is not meant by a signed request', () => {
    assert.equal(found('/mail', { authorization: 'AWS4-HMAC-SHA256 Credential=x' }), undefined);
    assert.equal(found('/mail?x-amz-signature=1'), undefined);
    assert.equal(found('/mail', { authorization: 'Bearer x' }), 'mail');
  });
  test('is open to other origins when it says so, or when a link to it is followed', () => {
    const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    assert.equal(isOpenTo(page({ isOpen: true }), head('/')), true);
    assert.equal(isOpenTo(page({ isLinked: true }), head('/', link)), true);
    assert.equal(isOpenTo(page({ isLinked: true }), head('/', { ...link, origin: 'http://a' })), false);
    assert.equal(isOpenTo(page({}), head('/', link)), false);
    assert.equal(isOpenTo(undefined, head('/', link)), false);
  });
});

const NAMED = { '/mail': page({}), '*.execute-api.localhost': page({}) };

function found(url: string, headers: Readonly<Record<string, string>> = {}): string | undefined {
  const one = new Pages(NAMED).of(head(url, headers));
  if (one === undefined) return undefined;
  return one === NAMED['/mail'] ? 'mail' : 'apis';
}

function head(url: string, headers: Readonly<Record<string, string>> = {}) {
  return { url, method: 'GET', headers: { host: '127.0.0.1:8083', ...headers } };
}

function page(more: Partial<PageService>): PageService {
  return { bodyBytesMax: 0, handle: async () => ({ status: 200, headers: {}, body: '' }), ...more };
}
