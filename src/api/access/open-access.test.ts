import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newKeyPair } from './credentials-document.ts';
import { changeCredentialsFile } from './credentials-file.ts';
import { type Access, type AccessSettings, openAccess, urlOf } from './open-access.ts';

const DEV: AccessSettings = { host: '127.0.0.1', data: undefined, auth: 'sigv4', account: '000000000042' };
const PAIR = newKeyPair({ account: '000000000007', name: 'ci', policies: [], documents: [] }, 0, (n) =>
  Buffer.alloc(n, 1),
);

describe('On the loopback interface', () => {
  test('test/test may do everything, in the account that is given', () => {
    for (const host of ['127.0.0.1', '127.8.9.1', '::1', 'localhost']) {
      const access = open({ host });
      assert.equal(access.mode, 'dev');
      assert.deepEqual(known(access, 'test'), { secretAccessKey: 'test', account: '000000000042' });
      assert.equal(access.failures, undefined);
    }
  });
  test('keys of the data directory count, too', () => {
    withKeys((data) => {
      const access = open({ data });
      assert.deepEqual(
        [known(access, 'test')?.account, known(access, PAIR.accessKeyId)?.account],
        ['000000000042', '000000000007'],
      );
    });
  });
  test('signatures may be left out', () => {
    assert.deepEqual(open({ auth: 'off' }).authentication, { mode: 'off', account: '000000000042' });
    refuses({ auth: 'off', credentials: '/x' }, 'usage', /nobody looks at --credentials/);
  });
  test('credentials that are named are the only ones', () => {
    withKeys((data) => {
      const access = open({ credentials: join(data, 'credentials.json') });
      assert.deepEqual([access.mode, known(access, 'test')], ['server', undefined]);
      assert.ok(known(access, PAIR.accessKeyId));
    });
    refuses({ credentials: '/nowhere/credentials.json' }, 'unusable', /no credentials in \/nowhere/);
  });
});

describe('Where others can reach it, a server', () => {
  test('needs TLS or a proxy', () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.5', '127.1', '127.0.0.1.example.com', '127.0.0.256', ''])
      refuses({ host }, 'usage', /needs --tls-cert and --tls-key, or --behind-proxy/);
  });
  test('needs credentials, also behind a proxy on the same machine', () => {
    for (const host of ['0.0.0.0', '127.0.0.1']) {
      refuses({ host, behindProxy: true }, 'unusable', /stepwell credentials create/);
      refuses({ host, behindProxy: true, data: '/nowhere' }, 'unusable', /no credentials in \/nowhere/);
    }
    withKeys((data) => {
      changeCredentialsFile(join(data, 'credentials.json'), () => []);
      refuses({ host: '0.0.0.0', behindProxy: true, data }, 'unusable', /nobody could come in/);
    });
  });
  test('needs signatures', () => {
    refuses({ host: '0.0.0.0', behindProxy: true, auth: 'off' }, 'usage', /only for the loopback interface/);
    refuses({ behindProxy: true, auth: 'off' }, 'usage', /only for the loopback interface/);
  });
  test('knows the keys of its file and not test/test', () => {
    withKeys((data) => {
      for (const host of ['0.0.0.0', '127.0.0.1']) {
        const access = open({ host, behindProxy: true, data });
        assert.equal(access.mode, 'server');
        assert.equal(known(access, 'test'), undefined);
        assert.equal(known(access, PAIR.accessKeyId)?.principal?.arn, 'arn:aws:iam::000000000007:user/ci');
      }
    });
  });
  test('reads its certificate, and refuses what is none', () => {
    withKeys((data) => {
      const [cert, key] = [join(data, 'cert.pem'), join(data, 'key.pem')];
      for (const file of [cert, key]) writeFileSync(file, 'not PEM');
      refuses({ host: '0.0.0.0', data, tls: { cert, key } }, 'unusable', /are no certificate and its key/);
      const missing = { cert: join(data, 'none.pem'), key };
      assert.throws(() => open({ host: '0.0.0.0', data, tls: missing }), { code: 'ENOENT' });
    });
  });
  test('counts failures by address, unless all come from the proxy', () => {
    withKeys((data) => {
      const far = { host: '10.0.0.5', data };
      assert.equal(open({ ...far, behindProxy: true }).failures, undefined);
    });
  });
  test('goes by the names it is given, and by its address', () => {
    withKeys((data) => {
      const names = (host: string) => open({ host, data, behindProxy: true, hostNames: ['a.example'] }).hosts;
      assert.deepEqual(
        [names('0.0.0.0'), names('10.0.0.5'), names('fd00::1')],
        [['a.example'], ['a.example', '10.0.0.5'], ['a.example', '[fd00::1]']],
      );
    });
  });
});

describe('Anywhere', () => {
  test('a host name is a name', () => {
    for (const name of ['http://x', 'x:80', '', 'a..b', '*.example.com', 'x/']) {
      refuses({ hostNames: [name] }, 'usage', /a host name is like/);
    }
    assert.deepEqual(open({ hostNames: ['a-1.example', '[::2]'] }).hosts, [
      'a-1.example',
      '[::2]',
      '127.0.0.1',
    ]);
  });
  test('quotas are off unless asked for', () => {
    assert.equal(open({}).quotas, undefined);
    assert.equal(
      open({ quotas: 'aws' }).quotas?.take({ account: '1', operation: 'TestState', now: 0 }),
      true,
    );
  });
  test('the address to call is one that works', () => {
    const url = (change: Partial<AccessSettings>) => urlOf({ ...DEV, ...change }, 8);
    const tls = { cert: 'c', key: 'k' };
    assert.deepEqual(
      [
        url({}),
        url({ host: '::1' }),
        url({ host: '::', tls }),
        url({ host: '0.0.0.0', tls, hostNames: ['a.example'] }),
      ],
      ['http://127.0.0.1:8', 'http://[::1]:8', 'https://127.0.0.1:8', 'https://a.example:8'],
    );
  });
});

function open(change: Partial<AccessSettings>): Access {
  return openAccess({ ...DEV, ...change }, { now: () => 0, log: () => {} });
}

function known({ authentication }: Access, key: string) {
  assert.equal(authentication.mode, 'sigv4');
  return authentication.mode === 'sigv4' ? authentication.credentials.find(key) : undefined;
}

function refuses(change: Partial<AccessSettings>, reason: string, message: RegExp): void {
  assert.throws(() => open(change), { name: 'AccessRefused', reason, message });
}

function withKeys(claim: (data: string) => void): void {
  const data = mkdtempSync(join(tmpdir(), 'access-'));
  try {
    changeCredentialsFile(join(data, 'credentials.json'), () => [PAIR]);
    claim(data);
  } finally {
    rmSync(data, { recursive: true });
  }
}
