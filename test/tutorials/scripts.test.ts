import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { whyNoAws } from './aws-cli.ts';
import { StepwellProcess } from './stepwell-process.ts';

const TUTORIALS = fileURLToPath(new URL('../../examples/tutorials', import.meta.url));
const SCRIPTS = readdirSync(TUTORIALS).filter((name) => existsSync(join(TUTORIALS, name, 'run.sh')));

describe('The script of tutorial', { skip: whyNoAws(), concurrency: 2 }, () => {
  for (const name of SCRIPTS) {
    test(`${name} does what its README says`, () => succeeds(name, false));
    test(`${name} goes on when the server is killed in its middle`, () => succeeds(name, true));
  }
});

async function succeeds(name: string, isKilled: boolean): Promise<void> {
  await using plug = await Plug.open();
  const { code, printed } = await run(name, plug, isKilled);
  assert.equal(code, 0, printed);
  assert.match(printed, /^ok: /m);
  assert.equal(plug.pulls, isKilled ? 1 : 0, 'the script has one checkpoint');
}

async function run(name: string, plug: Plug, isKilled: boolean) {
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith('AWS_'));
  const script = spawn('bash', [join(TUTORIALS, name, 'run.sh')], {
    env: {
      ...Object.fromEntries(own),
      AWS_ENDPOINT_URL: plug.server.url,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(isKilled ? { TUTORIAL_CHECKPOINT: `curl -sf -X POST ${plug.url}` } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], printed, said] = await Promise.all([
    once(script, 'exit'),
    text(script.stdout),
    text(script.stderr),
  ]);
  return { code, printed: printed + said };
}

/** A server on an empty directory, and an address that kills and restarts it. */
class Plug implements AsyncDisposable {
  readonly #directory: string;
  readonly #control: Server;
  server: StepwellProcess;
  url = '';
  pulls = 0;

  private constructor(directory: string, server: StepwellProcess) {
    this.#directory = directory;
    this.server = server;
    this.#control = createServer((_, response) => {
      this.#pull().then(
        () => response.end(),
        () => response.writeHead(500).end(),
      );
    });
  }

  static async open(): Promise<Plug> {
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-tutorial-'));
    const plug = new Plug(directory, await StepwellProcess.start(join(directory, 'data')));
    plug.#control.listen(0, '127.0.0.1');
    await once(plug.#control, 'listening');
    const address = plug.#control.address();
    plug.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    return plug;
  }

  async #pull(): Promise<void> {
    this.pulls++;
    const { port } = new URL(this.server.url);
    await this.server.kill();
    this.server = await StepwellProcess.start(join(this.#directory, 'data'), { port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#control.close();
    await this.server.terminate();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
