import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { StateError } from '../../src/base/state-error.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import { type HostUnderTest, startHost } from './host-under-test.ts';

const WHO_AM_I = 'exports.handler = async () => process.pid';
const SLOW = 'exports.handler = (e, c, callback) => setTimeout(callback, 200, null, process.pid)';
const ENDLESS = 'exports.handler = async () => { for (;;); }';

describe('Calls', () => {
  test('of a warm function share one process', async () => {
    await using host = await hostWith(WHO_AM_I);
    const first = await host.call('f', {});
    for (let call = 0; call < 200; call++) assert.equal((await host.call('f', {})).payload, first.payload);
  });

  test('at once run in as many processes', async () => {
    await using host = await hostWith(SLOW);
    assert.equal(new Set(await payloads(host, 4)).size, 4);
  });

  test('over the limit of processes wait for one', async () => {
    await using host = await hostWith(SLOW, { concurrencyMax: 2 });
    assert.equal(new Set(await payloads(host, 5)).size, 2);
  });

  test('over the limit of waiting ones are refused', async () => {
    await using host = await hostWith(SLOW, { concurrencyMax: 1, waitingMax: 1 });
    const [first, second] = [host.call('f', {}), host.call('f', {})];
    await assert.rejects(
      second,
      isError('Lambda.TooManyRequestsException', /^Rate Exceeded\. \(Service: AWSLambda; Status Code: 429;/),
    );
    assert.equal((await first).statusCode, 200);
  });

  test('never mix up their answers', async () => {
    await using host = await hostWith(
      'exports.handler = async (event) => { await new Promise((r) => setTimeout(r, event % 7)); return event }',
    );
    const numbers = Array.from({ length: 100 }, (_, number) => number);
    const answered = await Promise.all(
      numbers.map(async (number) => Number((await host.call('f', number)).payload)),
    );
    assert.deepEqual(answered, numbers);
  });

  test('carry payloads of megabytes', async () => {
    await using host = await hostWith('exports.handler = async (event) => event');
    const text = 'ü€'.repeat(600_000);
    assert.equal((await host.call('f', text)).payload, JSON.stringify(text));
  });
});

describe('A function', () => {
  test('is not there for callers of another account or region', async () => {
    await using host = await startHost();
    await host.create('mine', 'index.js', 'exports.handler = async () => 1');
    const functionName = 'arn:aws:lambda:us-east-1:123456789012:function:mine';
    for (const other of [{ account: '000000000000' }, { region: 'eu-west-1' }]) {
      const scope = { region: 'us-east-1', account: '123456789012', ...other };
      const call = { functionName, payload: '{}', invocationType: 'RequestResponse', scope } as const;
      assert.equal(await host.lambda.host.invoke(call, new AbortController().signal), undefined);
    }
  });
});

describe('A process', () => {
  test('is killed when nobody waits for its call any longer', async () => {
    await using host = await hostWith(`console.log("PID", process.pid); ${ENDLESS}`, {}, { Timeout: 60 });
    const giveUp = new AbortController();
    const call = host.call('f', {}, giveUp.signal);
    const pid = await pidIn(host);
    giveUp.abort();
    await assert.rejects(call, isError('Lambda.Unknown', /was stopped before the function answered/));
    await ends(pid);
  });

  test('is stopped when it has been idle for long', async () => {
    await using host = await hostWith(WHO_AM_I, { idleMs: 50 });
    const pid = Number((await host.call('f', {})).payload);
    await ends(pid);
    assert.notEqual(Number((await host.call('f', {})).payload), pid);
  });

  test('takes with it what it has started', async () => {
    await using host = await hostWith(
      'exports.handler = async () => require("child_process").spawn("sleep", ["60"]).pid',
      { idleMs: 50 },
    );
    await ends(Number((await host.call('f', {})).payload));
  });

  test('takes with it what it has started also when it ends by itself', async () => {
    await using host = await hostWith(
      'exports.handler = async () => { console.log("PID", require("child_process").spawn("sleep", ["60"]).pid); process.exit(1) }',
    );
    await host.call('f', {});
    await ends(await pidIn(host));
  });

  test('ends with the host', async () => {
    const host = await hostWith(`console.log("PID", process.pid); ${ENDLESS}`, {}, { Timeout: 60 });
    const call = assert.rejects(host.call('f', {}), isError('Lambda.Unknown', /./));
    const pid = await pidIn(host);
    await host[Symbol.asyncDispose]();
    await call;
    await ends(pid);
  });

  test('ends with a server that was killed, also in an endless loop', async () => {
    const script = join(import.meta.dirname, 'endless-server.ts');
    const server = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      server.stdout.on('data', (text) => resolve(Number(/PID (\d+)/.exec(String(text))?.[1])));
    });
    assert.ok(isAlive(pid));
    server.kill('SIGKILL');
    await ends(pid);
  });
});

describe('A function', () => {
  test('prints into its log, between the lines of Lambda', async () => {
    await using host = await hostWith(
      'exports.handler = async () => { console.log("hi %d", 7); process.stdout.write("raw\\n") }',
    );
    const { logTail, requestId } = await host.call('f', {});
    assert.match(
      logTail,
      new RegExp(
        `^START RequestId: ${requestId} Version: \\$LATEST\n\\S+Z\t${requestId}\tINFO\thi 7\nraw\nEND RequestId: ${requestId}\nREPORT `,
      ),
    );
    assert.ok(host.lambda.log('f').includes(logTail));
    await host.lambda.close();
    assert.equal(await readFile(join(host.directory, 'functions', 'f.log'), 'utf8'), logTail);
  });

  test('survives a restart of the host', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stepwell-lambda-'));
    const first = await startHost({ directory });
    await first.create('f', 'index.js', 'exports.handler = async () => "kept"');
    await first[Symbol.asyncDispose]();
    await using second = await startHost({ directory, records: first.records });
    assert.equal((await second.call('f', {})).payload, '"kept"');
    await rm(directory, { recursive: true });
  });

  test('whose code is on another machine says so', async () => {
    await using here = await hostWith(WHO_AM_I);
    await using elsewhere = await startHost({ records: here.records });
    assert.match((await elsewhere.call('f', {})).payload, /The code of f is not on this machine/);
  });

  test('fails as with Lambda in trouble when its record cannot be read', async () => {
    const read = () => Promise.reject(new Unavailable('The disk is away'));
    await using host = await startHost({
      records: { read, list: async () => [], write: async () => 'conflict' },
    });
    await assert.rejects(host.call('f', {}), isError('Lambda.ServiceException', /^The disk is away$/));
  });

  test('without its interpreter says so', async () => {
    await using host = await startHost();
    await host.create('f', 'handler.py', 'def handler(e, c):\n    return 1');
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      assert.match((await host.call('f', {})).payload, /Runtime\.InvalidEntrypoint.*spawn python3 ENOENT/);
    } finally {
      process.env.PATH = path;
    }
  });

  test('that is a folder runs, and runs anew when its file changes', async () => {
    const functionsDirectory = await mkdtemp(join(tmpdir(), 'stepwell-folders-'));
    await write(functionsDirectory, 'greet/index.mjs', 'export const handler = async () => "one"');
    await using host = await startHost({ functionsDirectory });
    assert.equal((await host.call('greet', {})).payload, '"one"');
    await write(functionsDirectory, 'greet/index.mjs', 'export const handler = async () => "two"');
    await eventually(async () => (await host.call('greet', {})).payload === '"two"');
    await rm(functionsDirectory, { recursive: true });
  });

  test('that is a folder takes its settings from function.json, and says what is wrong with them', async () => {
    const functionsDirectory = await mkdtemp(join(tmpdir(), 'stepwell-folders-'));
    await write(functionsDirectory, 'a/main.js', 'exports.go = async () => process.env.X');
    await write(
      functionsDirectory,
      'a/function.json',
      '{"handler":"main.go","environment":{"XY":"1"},"timeout":5}',
    );
    await write(functionsDirectory, 'b/index.js', '');
    await write(functionsDirectory, 'b/function.json', '{"timeOut":5}');
    await using host = await startHost({ functionsDirectory });
    assert.equal((await host.call('a', {})).functionError, undefined);
    assert.match(
      (await host.call('b', {})).payload,
      /Runtime\.InvalidConfiguration.*b\/function\.json: must not have .*timeOut/,
    );
    await rm(functionsDirectory, { recursive: true });
  });

  test('that is created wins over a folder of its name', async () => {
    const functionsDirectory = await mkdtemp(join(tmpdir(), 'stepwell-folders-'));
    await write(functionsDirectory, 'f/index.js', 'exports.handler = async () => "folder"');
    await using host = await startHost({ functionsDirectory });
    assert.equal((await host.call('f', {})).payload, '"folder"');
    await host.create('f', 'index.js', 'exports.handler = async () => "created"');
    assert.equal((await host.call('f', {})).payload, '"created"');
    await rm(functionsDirectory, { recursive: true });
  });
});

async function hostWith(
  source: string,
  limits: Record<string, number> = {},
  settings: Record<string, unknown> = {},
): Promise<HostUnderTest> {
  const host = await startHost({ limits });
  const response = await host.create('f', 'index.js', source, settings);
  assert.equal(response.status, 201, String(response.body));
  return host;
}

async function write(directory: string, path: string, text: string): Promise<void> {
  await mkdir(join(directory, path, '..'), { recursive: true });
  await writeFile(join(directory, path), text);
}

async function payloads(host: HostUnderTest, calls: number): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: calls }, () => host.call('f', {})));
  return answers.map(({ payload }) => payload);
}

async function pidIn(host: HostUnderTest): Promise<number> {
  await eventually(() => host.lambda.log('f').includes('START'));
  return Number(/PID (\d+)/.exec(host.lambda.log('f'))?.[1]);
}

async function ends(pid: number): Promise<void> {
  assert.ok(pid > 1, `a process id, not ${pid}`);
  await eventually(() => !isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Other processes answer when they do: asks until they have, for ten seconds. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + 10_000;
  while (!(await holds())) {
    assert.ok(performance.now() < until, `${holds} within ten seconds`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isError(error: string, cause: RegExp): (thrown: unknown) => boolean {
  return (thrown) => thrown instanceof StateError && thrown.error === error && cause.test(thrown.message);
}
