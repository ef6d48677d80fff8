import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { memoryRecords, noQueues } from '../../../test/lambda/host-under-test.ts';
import { StateError } from '../../base/state-error.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { LambdaOnDemand } from './lambda-on-demand.ts';

describe('A function host on demand', () => {
  test('leaves the disk alone until it is called', () => using(opensNothing));
  test('is not opened for what earlier processes have left when that is nothing', () => using(staysUnopened));
  test('is opened once by calls that come together', () => using(opensOnce));
  test('answers the API with ServiceException while it cannot be opened', () => using(refusesWhileAway));
  test('fails a task with Lambda.ServiceException while it cannot be opened', () => using(failsWhileAway));
  test('fails a task when its directory cannot be made', () => using(failsWithoutDirectory));
  test('is tried again by the next call', () => using(triesAgain));
  test('lets a defect of ours rise', () => using(raisesDefects));
  test('is not opened by a call after its end', () => using(staysClosed));
});

const SCOPE = { account: '123456789012', region: 'us-east-1' };

/** Records that count how often they are listed, which opening does once, and fail while told to. */
class Place {
  readonly directory = mkdtempSync(join(tmpdir(), 'stepwell-on-demand-'));
  listed = 0;
  failure: Error | undefined;
  readonly lambda = new LambdaOnDemand({
    directory: this.directory,
    records: {
      read: async () => undefined,
      list: async () => {
        this.listed++;
        if (this.failure !== undefined) throw this.failure;
        return [];
      },
      write: async () => 'committed',
    },
    mappings: memoryRecords(),
    queues: noQueues,
    endpointUrl: () => 'http://127.0.0.1:8083',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    entropy: { random: () => 0.5, uuid: () => '00000000-0000-4000-8000-000000000000' },
    now: () => 0,
  });

  get functionsDirectory(): string {
    return join(this.directory, 'functions');
  }

  list() {
    return this.lambda.handle({
      method: 'GET',
      path: '/2015-03-31/functions',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      scope: SCOPE,
      requestId: '00000000-0000-4000-8000-000000000001',
      signal: new AbortController().signal,
    });
  }

  invoke() {
    const call = {
      functionName: 'absent',
      payload: '{}',
      invocationType: 'RequestResponse',
      scope: SCOPE,
    } as const;
    return this.lambda.invoke(call, new AbortController().signal);
  }
}

async function using(claim: (place: Place) => Promise<void>): Promise<void> {
  const place = new Place();
  try {
    await claim(place);
  } finally {
    await place.lambda.close();
    rmSync(place.directory, { recursive: true });
  }
}

async function opensNothing(place: Place): Promise<void> {
  await place.lambda.close();
  assert.equal(existsSync(place.functionsDirectory), false);
}

async function staysUnopened(place: Place): Promise<void> {
  await place.lambda.recovered([]);
  await opensNothing(place);
}

async function opensOnce(place: Place): Promise<void> {
  assert.deepEqual(await Promise.all([place.invoke(), place.invoke()]), [undefined, undefined]);
  assert.equal(place.listed, 1);
  assert.equal(existsSync(place.functionsDirectory), true);
}

async function refusesWhileAway(place: Place): Promise<void> {
  place.failure = new Unavailable('no disk');
  const { status, body } = await place.list();
  assert.deepEqual([status, String(body)], [500, '{"Type":"Service","Message":"no disk"}']);
}

async function failsWhileAway(place: Place): Promise<void> {
  place.failure = new Unavailable('no disk');
  await assert.rejects(place.invoke(), new StateError('Lambda.ServiceException', 'no disk'));
}

async function failsWithoutDirectory(place: Place): Promise<void> {
  writeFileSync(place.functionsDirectory, 'a file where the directory should be');
  const message = 'The directory of the function host cannot be used';
  await assert.rejects(place.invoke(), new StateError('Lambda.ServiceException', message));
}

async function triesAgain(place: Place): Promise<void> {
  place.failure = new Unavailable('no disk');
  await assert.rejects(place.invoke());
  place.failure = undefined;
  const { status, body } = await place.list();
  assert.deepEqual([status, JSON.parse(String(body))], [200, { Functions: [] }]);
}

async function raisesDefects(place: Place): Promise<void> {
  place.failure = new TypeError('ours');
  await assert.rejects(place.list(), place.failure);
  await assert.rejects(place.invoke(), place.failure);
}

async function staysClosed(place: Place): Promise<void> {
  await place.lambda.close();
  await assert.rejects(
    place.invoke(),
    new StateError('Lambda.ServiceException', 'The function host is closed'),
  );
  assert.equal(place.listed, 0);
}
