import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asked, change, create, on, publish, said } from '../../../../test/lambda/function-with-versions.ts';
import { startHost } from '../../../../test/lambda/host-under-test.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';

describe('An alias', () => {
  test('calls its version, under its own name', () =>
    on(async (host) => {
      await publish(host);
      await change(host, 'new');
      const { RevisionId, ...alias } = await asked(host, 'POST', '/f/aliases', LIVE);
      assert.deepEqual(alias, { AliasArn: `${ARN}:live`, ...LIVE, Description: '' });
      assert.equal(await said(host, `${ARN}:live`), 'old 1');
      assert.equal(
        (await host.request('POST', '/f/invocations?Qualifier=live')).headers['X-Amz-Executed-Version'],
        '1',
      );
    }));

  test('goes on to another version', () =>
    on(async (host) => {
      await publish(host);
      await asked(host, 'POST', '/f/aliases', LIVE);
      await change(host, 'new', {}, true);
      await asked(host, 'PUT', '/f/aliases/live', { FunctionVersion: '2' });
      assert.equal(await said(host, 'f:live'), 'new 2');
    }));

  test('shares its calls between two versions', async () => {
    let random = 0;
    await using host = await startHost({
      entropy: { random: () => random, uuid: () => crypto.randomUUID() },
    });
    await create(host);
    await publish(host);
    await change(host, 'new', {}, true);
    const RoutingConfig = { AdditionalVersionWeights: { 2: 0.3 } };
    await asked(host, 'POST', '/f/aliases', { ...LIVE, RoutingConfig });
    const first = await said(host, 'f:live');
    random = 0.3;
    assert.deepEqual([first, await said(host, 'f:live')], ['new 2', 'old 1']);
  });

  test('holds its version', () =>
    on(async (host) => {
      await publish(host);
      await asked(host, 'POST', '/f/aliases', LIVE);
      assert.equal((await host.request('DELETE', '/f?Qualifier=1')).status, 409);
      await asked(host, 'DELETE', '/f/aliases/live');
      await asked(host, 'DELETE', '/f?Qualifier=1');
    }));

  test('is refused where Lambda refuses it', () =>
    on(async (host) => {
      await publish(host);
      await asked(host, 'POST', '/f/aliases', LIVE);
      const refusals: [string, string, unknown, number][] = [
        ['POST', '/f/aliases', LIVE, 409],
        ['POST', '/f/aliases', { Name: 'a', FunctionVersion: '7' }, 404],
        ['POST', '/f/aliases', { Name: '7', FunctionVersion: '1' }, 400],
        ['PUT', '/f/aliases/gone', { FunctionVersion: '1' }, 404],
        ['PUT', '/f/aliases/live', { FunctionVersion: '1', RevisionId: 'old' }, 412],
        ['PUT', '/f/aliases/live', { RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.1 } } }, 400],
        ['GET', '/f/aliases/gone', undefined, 404],
      ];
      for (const [method, path, body, status] of refusals) {
        assert.equal((await host.request(method, path, body)).status, status, `${method} ${path}`);
      }
      assert.equal((await asked(host, 'GET', '/f/aliases?FunctionVersion=1')).Aliases.length, 1);
    }));
});

const LIVE = { Name: 'live', FunctionVersion: '1' };
