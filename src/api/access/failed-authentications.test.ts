import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FailedAuthentications, networkOf } from './failed-authentications.ts';

describe('An address', () => {
  test('that has failed 100 times at once is not listened to for a tenth of a second', () => {
    const failures = failedFrom('203.0.113.9', 100);
    assert.equal(failures.isBlocked('203.0.113.9', 99), true);
    assert.equal(failures.isBlocked('203.0.113.9', 100), false);
  });
  test('that has failed 99 times is listened to', () => {
    assert.equal(failedFrom('203.0.113.9', 99).isBlocked('203.0.113.9', 0), false);
  });
  test('does not answer for others', () => {
    const failures = failedFrom('2001:db8::1', 200);
    assert.equal(failures.isBlocked('203.0.113.9', 0), false);
    assert.equal(failures.isBlocked('2001:db8:0:1::1', 0), false);
  });
  test('of IPv6 answers for its network', () => {
    assert.equal(failedFrom('2001:db8::1', 100).isBlocked('2001:db8::ffff:2', 0), true);
  });
  test('that is not known is one of its own', () => {
    assert.equal(failedFrom(undefined, 100).isBlocked(undefined, 0), true);
  });
});

test('The network of an address is its first 64 bits, and of IPv4 all of it', () => {
  for (const [address, network] of [
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::5:6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ] as const)
    assert.equal(networkOf(address), network);
});

function failedFrom(address: string | undefined, times: number): FailedAuthentications {
  const failures = new FailedAuthentications();
  for (let i = 0; i < times; i++) failures.count(address, 0);
  return failures;
}
