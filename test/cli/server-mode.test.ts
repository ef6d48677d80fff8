import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type KeyPair, newKeyPair } from '../../src/api/access/credentials-document.ts';
import { changeCredentialsFile } from '../../src/api/access/credentials-file.ts';
import { readPolicy } from '../../src/api/access/policy.ts';
import { signRequest } from '../../src/base/sigv4.ts';
import { type Server, startServer } from '../../src/server.ts';

const ALL = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const WITHOUT_OPENSSL =
  spawnSync('openssl', ['version']).status !== 0 && 'openssl is not there to make a certificate';

describe('A server that others can reach', () => {
  test('speaks TLS, to callers with keys only', { skip: WITHOUT_OPENSSL }, async () => {
    await withServer({ tls: true, host: '0.0.0.0' }, async ({ server, call }) => {
      assert.match(server.url, /^https:\/\/stepwell\.example:\d+$/);
      assert.equal(server.mode, 'server');
      assert.equal(await call('ListStateMachines', {}), 200);
      assert.equal(
        await call('ListStateMachines', {}, { pair: { accessKeyId: 'test', secretAccessKey: 'test' } }),
        400,
      );
      assert.equal(await call('ListStateMachines', {}, { host: 'evil.example' }), 421);
      assert.equal(await call('ListStateMachines', {}, { host: 'sync-stepwell.example' }), 200);
    });
  });
  test('does not answer plain HTTP where it speaks TLS', { skip: WITHOUT_OPENSSL }, async () => {
    await withServer({ tls: true, host: '127.0.0.1' }, async ({ server }) => {
      assert.equal(await heard(server.port, 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'), '');
    });
  });
  test('believes no header of its proxy', async () => {
    await withServer({ host: '127.0.0.1' }, async ({ call }) => {
      const forwarded = {
        'x-forwarded-host': 'localhost',
        'x-forwarded-proto': 'https',
        forwarded: 'host=localhost',
      };
      assert.equal(await call('ListStateMachines', {}, { host: 'evil.example', headers: forwarded }), 421);
      assert.equal(
        await call('ListStateMachines', {}, { host: 'stepwell.example', headers: forwarded }),
        200,
      );
    });
  });
  test('forgets a key that is revoked while it runs, and learns a new one', async () => {
    await withServer({ host: '127.0.0.1' }, async ({ call, file, pair }) => {
      assert.equal(await call('ListStateMachines', {}), 200);
      const other = keyPair(2);
      changeCredentialsFile(file, () => [other]);
      await until(async () => (await call('ListStateMachines', {}, { pair })) === 400);
      assert.equal(await call('ListStateMachines', {}, { pair: other }), 200);
    });
  });
  test('shows its metrics to key pairs only', async () => {
    await withServer({ host: '127.0.0.1' }, async ({ server, pair }) => {
      const asked = (headers: Record<string, string>) =>
        fetch(`http://127.0.0.1:${server.port}/metrics`, { headers });
      assert.equal((await asked({})).status, 401);
      const basic = Buffer.from(`${pair.accessKeyId}:${pair.secretAccessKey}`).toString('base64');
      const answer = await asked({ authorization: `Basic ${basic}` });
      assert.match(await answer.text(), /^stepwell_process_resident_bytes \d+$/m);
    });
  });
  test('keeps the machines of two accounts apart', async () => {
    await withServer({ host: '127.0.0.1' }, async ({ call, file, pair }) => {
      const other = { ...keyPair(3), account: '000000000003' };
      changeCredentialsFile(file, (pairs) => [...pairs, other]);
      await until(async () => (await call('CreateActivity', { name: 'a' }, { pair: other })) === 200);
      const activityArn = 'arn:aws:states:us-east-1:000000000003:activity:a';
      assert.equal(await call('DescribeActivity', { activityArn }, { pair: other }), 200);
      assert.equal(await call('DescribeActivity', { activityArn }, { pair }), 400);
    });
  });
});

type Key = Pick<KeyPair, 'accessKeyId' | 'secretAccessKey'>;

interface Asked {
  readonly pair?: Key;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Running {
  readonly server: Server;
  /** The credentials file, and the key in it that calls are signed with. */
  readonly file: string;
  readonly pair: Key;
  /** @returns the status. */
  call(operation: string, input: object, asked?: Asked): Promise<number>;
}

async function withServer(
  { tls = false, host }: { readonly tls?: boolean; readonly host: string },
  claim: (running: Running) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'server-mode-'));
  const file = join(directory, 'keys.json');
  const pair = keyPair(1);
  changeCredentialsFile(file, () => [pair]);
  const config = { port: 0, host, data: undefined, auth: 'sigv4' as const, account: '123456789012' };
  const opened = tls ? { tls: certificateIn(directory) } : { behindProxy: true };
  const server = await startServer({
    ...config,
    ...opened,
    credentials: file,
    hostNames: ['stepwell.example'],
  }).catch((error: unknown) => {
    rmSync(directory, { recursive: true });
    throw error;
  });
  const ca = tls ? readFileSync(certificateIn(directory).cert) : undefined;
  const call = (operation: string, input: object, asked: Asked = {}) =>
    statusOf(server, { operation, body: JSON.stringify(input), pair, ...asked }, ca);
  try {
    await claim({ server, file, pair, call });
  } finally {
    await server.close();
    rmSync(directory, { recursive: true });
  }
}

function keyPair(n: number): KeyPair {
  const policy = readPolicy(ALL);
  assert.ok(!('problem' in policy));
  const of = { account: '123456789012', name: 'ci', policies: [policy], documents: [ALL] };
  return newKeyPair(of, 0, (bytes) => Buffer.alloc(bytes, n));
}

/** A self-signed certificate for 127.0.0.1; made once in each directory. */
function certificateIn(directory: string): { cert: string; key: string } {
  const files = { cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const make = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '1',
  ];
  if (!existsSync(files.cert))
    spawnSync('openssl', [...make, ...subject, '-keyout', files.key, '-out', files.cert]);
  return files;
}

function statusOf(
  { url, port }: Server,
  asked: Asked & { readonly operation: string; readonly body: string; readonly pair: Key },
  ca: Buffer | undefined,
): Promise<number> {
  const headers = signRequest({
    ...{ method: 'POST', url, body: asked.body, service: 'states', region: 'us-east-1', now: Date.now() },
    headers: {
      ...asked.headers,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${asked.operation}`,
      host: asked.host ?? `127.0.0.1:${port}`,
    },
    credentials: asked.pair,
  });
  const options: RequestOptions = { host: '127.0.0.1', port, method: 'POST', headers };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sent =
    ca === undefined
      ? httpRequest(options)
      : httpsRequest({ ...options, ca, checkServerIdentity: () => undefined });
  sent.on('response', (response) => {
    response.resume();
    response.on('end', () => resolve(response.statusCode ?? 0));
  });
  sent.on('error', reject);
  sent.end(asked.body);
  return promise;
}

/** All that a port says to these bytes before it closes. */
function heard(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      text += part;
    });
    // A reset is an answer, too: nothing was said.
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

/** The file is looked at once a second. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, 'it never came to be so');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
