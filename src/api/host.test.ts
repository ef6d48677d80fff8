import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOwnHost } from './host.ts';

describe('a Host', () => {
  test('of the loopback interface is ours', () => {
    own([
      'localhost',
      'localhost:8083',
      '127.0.0.1:1',
      '[::1]',
      '[::1]:8083',
      'LocalHost',
      'sync-localhost:1',
      'sync-127.0.0.1',
    ]);
  });
  test('under .localhost is ours', () => own(['a.localhost', 'sync-a.b.localhost:80']));
  test('that is configured is ours, with the prefix or without', () =>
    own(['stepwell.example', 'sync-stepwell.example:443']));
  test('that begins with sync- itself can be configured', () => own(['sync-me.example']));
  test('of others is not ours', () => {
    foreign([
      'evil.example',
      'localhost.evil.example',
      'evil-localhost',
      '127.0.0.1.evil.example',
      '0.0.0.0',
      '::1',
      '',
      '[::1].evil',
      undefined,
    ]);
  });
});

const NAMES = new Set(['stepwell.example', 'sync-me.example']);

function own(hosts: readonly string[]): void {
  for (const host of hosts) assert.equal(isOwnHost(host, NAMES), true, host);
}

function foreign(hosts: readonly (string | undefined)[]): void {
  for (const host of hosts) assert.equal(isOwnHost(host, NAMES), false, host);
}
