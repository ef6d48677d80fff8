import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { runCommandLine } from '../command-line.ts';

/** A server that starts against expectation would leave this behind. */
const DATA = '/nowhere/data';

describe('stepwell start', () => {
  test('refuses to be reached by others without TLS, with 64', async () => {
    for (const address of ['0.0.0.0', '::', '[::]', '10.0.0.5', 'stepwell.example.com'])
      await refuses(['--bind', address], {
        code: 64,
        said: /needs --tls-cert and --tls-key, or --behind-proxy/,
      });
  });
  test('refuses to be reached by others without credentials, with 78', async () => {
    await refuses(['--behind-proxy'], {
      code: 78,
      said: /no credentials in \/nowhere\/data\/credentials.json/,
    });
    await refuses(['--credentials', '/nowhere/keys'], {
      code: 78,
      said: /no credentials in \/nowhere\/keys/,
    });
  });
  test('refuses to be reached by others without signatures, with 64', async () => {
    const said = /--auth off accepts anyone, and is only for the loopback interface/;
    await refuses(['--bind', '0.0.0.0', '--behind-proxy', '--auth', 'off'], { code: 64, said });
  });
  test('refuses a certificate without its key, with 64', async () => {
    await refuses(['--tls-cert', 'cert.pem'], { code: 64, said: /--tls-cert and --tls-key go together/ });
    await refuses(['--tls-key', 'key.pem'], { code: 64, said: /--tls-cert and --tls-key go together/ });
  });
  test('refuses a certificate that is not there, with 74', async () => {
    await refuses(['--tls-cert', '/nowhere/c.pem', '--tls-key', '/nowhere/k.pem'], {
      code: 74,
      said: /ENOENT/,
    });
  });
  test('refuses host names that are none, with 64', async () => {
    const names = ['--host-name', 'a.example', '--host-name', 'https://b.example'];
    await refuses(names, { code: 64, said: /a host name is like .* not https:\/\/b.example/ });
  });
  test('refuses quotas that it does not know, with 64', async () => {
    await refuses(['--quotas', 'mine'], { code: 64, said: /Allowed choices are aws/ });
  });
});

async function refuses(
  args: readonly string[],
  { code, said }: { code: number; said: RegExp },
): Promise<void> {
  const terminal = recordingTerminal();
  assert.equal(await runCommandLine(['start', '--port', '0', '--data', DATA, ...args], terminal, {}), code);
  assert.match(terminal.said.join('\n'), said);
  assert.equal(existsSync(DATA), false);
}
