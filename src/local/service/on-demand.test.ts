import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceRequest } from '../../base/http-service.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { OnDemand } from './on-demand.ts';

describe('A service on demand', () => {
  test('is opened by its first call, and once', async () => {
    const place = placeOf();
    assert.equal(place.opened, 0);
    assert.deepEqual(await Promise.all([place.call(), place.call()]), [200, 200]);
    assert.equal(place.opened, 1);
  });

  test('that cannot be opened says so, and is tried again', async () => {
    const place = placeOf(new Unavailable('The disk is full'));
    assert.equal(await place.call(), 503);
    place.failure = undefined;
    assert.equal(await place.call(), 200);
  });

  test('raises what is a defect', async () => {
    const place = placeOf(new TypeError('ours'));
    await assert.rejects(place.call(), place.failure);
  });

  test('closes what is open, and opens nothing afterwards', async () => {
    const place = placeOf();
    await place.call();
    await place.service.close();
    assert.deepEqual([place.closed, await place.call()], [1, 503]);
  });

  test('that was never opened is not opened to be closed', async () => {
    const place = placeOf();
    await place.service.close();
    assert.deepEqual([place.opened, place.closed], [0, 0]);
  });
});

function placeOf(failure?: Error) {
  const place = {
    opened: 0,
    closed: 0,
    failure,
    service: new OnDemand({ bodyBytesMax: 10, open }),
    call: async () => (await place.service.handle(REQUEST)).status,
  };
  async function open() {
    if (place.failure !== undefined) throw place.failure;
    place.opened += 1;
    return {
      api: { bodyBytesMax: 10, handle: async () => ({ status: 200, headers: {}, body: '' }) },
      close: async () => {
        place.closed += 1;
      },
    };
  }
  return place;
}

const REQUEST: ServiceRequest = {
  ...{ method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) },
  ...{ scope: { region: 'us-east-1', account: '123456789012' }, requestId: 'r' },
  signal: new AbortController().signal,
};
