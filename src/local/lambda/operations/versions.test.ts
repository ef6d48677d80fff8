import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { asked, change, create, on, publish, said } from '../../../../test/lambda/function-with-versions.ts';
import { memoryRecords, startHost } from '../../../../test/lambda/host-under-test.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

describe('A published version', () => {
  test('keeps its code and its settings when the function changes', () =>
    on(async (host) => {
      await publish(host);
      await change(host, 'new', { Timeout: 9 });
      assert.deepEqual([await said(host, 'f:1'), await said(host, 'f')], ['old 1', 'new $LATEST']);
      assert.equal((await asked(host, 'GET', '/f/configuration?Qualifier=1')).Timeout, 3);
    }));

  test('keeps its code when the server starts again', async () => {
    const records = memoryRecords();
    await using first = await startHost({ records });
    await create(first);
    await publish(first);
    await change(first, 'new');
    await first.lambda.close();
    await using second = await startHost({ records, directory: first.directory });
    assert.deepEqual([await said(second, 'f:1'), await said(second, 'f')], ['old 1', 'new $LATEST']);
  });

  test('has the number after the last one, also when that was deleted', () =>
    on(async (host) => {
      assert.equal((await publish(host)).FunctionArn, `${ARN}:1`);
      await asked(host, 'DELETE', '/f?Qualifier=1');
      assert.equal((await publish(host)).Version, '2');
      assert.equal((await host.request('GET', '/f?Qualifier=1')).status, 404);
    }));

  test('is the last one when nothing has changed since', () =>
    on(async (host) => {
      assert.deepEqual([(await publish(host)).Version, (await publish(host)).Version], ['1', '1']);
      assert.deepEqual(
        (await asked(host, 'GET', '/f/versions')).Versions.map(
          (one: { FunctionArn: string }) => one.FunctionArn,
        ),
        [`${ARN}:$LATEST`, `${ARN}:1`],
      );
    }));

  test('is made with the function, or with its code', () =>
    on(async (host) => {
      const made = await host.create('g', 'index.js', 'exports.handler = async () => 1', { Publish: true });
      assert.equal(JSON.parse(String(made.body)).Version, '1');
      assert.equal((await change(host, 'new', {}, true)).Version, '1');
    }));

  test('is not made of code that the caller has not seen', () =>
    on(async (host) => {
      const { status } = await host.request('POST', '/f/versions', { CodeSha256: 'other' });
      assert.equal(status, 400);
    }));

  test('takes its code along when the function is deleted', () =>
    on(async (host) => {
      await publish(host);
      await change(host, 'new');
      const { text = '' } = (await host.records.read('123456789012/us-east-1/f')) ?? {};
      const { id, versions } = JSON.parse(text);
      const code = join(host.directory, 'functions', id, versions[0].codeSha256);
      await access(code);
      await asked(host, 'DELETE', '/f');
      await assert.rejects(access(code));
    }));
});
