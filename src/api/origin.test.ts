import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isCrossOrigin } from './origin.ts';

describe('a request', () => {
  test('of a client that is no browser passes', () => passes({}));
  test('of our own page passes', () =>
    passes({ origin: 'http://localhost:8083', 'sec-fetch-site': 'same-origin' }));
  test('of a configured page passes, whatever the site', () =>
    passes({ origin: 'https://ok.example', 'sec-fetch-site': 'cross-site' }));
  test('typed into the address bar passes', () => passes({ 'sec-fetch-site': 'none' }));
  test('of another page does not', () => stops({ origin: 'http://evil.example' }));
  test('of another port does not', () => stops({ origin: 'http://localhost:3000' }));
  test('of a page without an origin does not', () => stops({ origin: 'null' }));
  test('that a page of another site caused without saying its origin does not', () => {
    for (const site of ['cross-site', 'same-site', 'x']) stops({ 'sec-fetch-site': site });
  });
});

function passes(headers: Record<string, string>): void {
  assert.equal(isCrossOrigin({ host: 'localhost:8083', ...headers }, new Set(['https://ok.example'])), false);
}

function stops(headers: Record<string, string>): void {
  assert.equal(isCrossOrigin({ host: 'localhost:8083', ...headers }, new Set(['https://ok.example'])), true);
}
