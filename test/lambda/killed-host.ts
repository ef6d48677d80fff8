import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionCall } from '../../src/integrations/lambda/port.ts';
import { type HostUnderTest, SCOPE, startHost } from './host-under-test.ts';

const SCRIPT = join(import.meta.dirname, 'spooling-server.ts');

/** A host in a process of its own, to be killed, and the one that follows it, in this process. */
export class KilledHost implements AsyncDisposable {
  readonly #parent: string;
  readonly #functionsDirectory: string;
  readonly #effects: string;
  readonly #limits: Record<string, number>;
  #directory: string;
  #server: ChildProcess | undefined;
  #next: HostUnderTest | undefined;
  #said = '';

  constructor(parent: string, limits: Record<string, number>) {
    this.#parent = parent;
    this.#functionsDirectory = join(parent, 'functions');
    this.#effects = join(parent, 'effects');
    this.#directory = join(parent, 'data');
    this.#limits = limits;
  }

  /** Has the first host make a call, and waits for the answer. */
  async answered(name: string, attempt: string): Promise<void> {
    this.#ask(`${name} ${attempt}`);
    await eventually(() => this.#said.includes(`${attempt} `));
  }

  /** The same, but waits for the effect only. @returns the process of the function. */
  async began(name: string, attempt: string): Promise<number> {
    return await this.beganOneOf(name, [attempt]);
  }

  /** The same for several at once, until one of them has begun. */
  async beganOneOf(name: string, attempts: readonly string[]): Promise<number> {
    this.#ask(attempts.map((attempt) => `${name} ${attempt}`).join('\n'));
    const isIt = (line: string) => attempts.some((attempt) => line.startsWith(`${attempt} `));
    await eventually(async () => (await this.#lines()).some(isIt));
    return processIn((await this.#lines()).find(isIt));
  }

  /** Which process was called with an attempt. */
  async processOf(attempt: string): Promise<number> {
    return processIn((await this.#lines()).find((line) => line.startsWith(`${attempt} `)));
  }

  /** Has the first host send a call to a process that is idle, and stopped. */
  async sentTo(stopped: number, name: string, attempt: string): Promise<void> {
    process.kill(stopped, 'SIGSTOP');
    this.#ask(`${name} ${attempt}`);
    const log = join(this.#directory, 'functions', `${name}.log`);
    const begun = async () => (await readFile(log, 'utf8').catch(() => '')).split('START').length - 1;
    await eventually(async () => (await begun()) === 2);
  }

  /** `kill -9` of the first host. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  /** The next host. */
  async host(): Promise<HostUnderTest> {
    this.#next ??= await this.#start(this.#limits);
    return this.#next;
  }

  /** What the next host finds: the payload, or a word for it. */
  async resumed(name: string, attempt: string, signal = new AbortController().signal): Promise<string> {
    const { lambda } = await this.host();
    const answer = await lambda.host.resume?.(callOf(name, attempt), signal);
    return typeof answer === 'object' ? answer.payload : String(answer);
  }

  /** The next host makes a call. */
  async calls(name: string, attempt: string): Promise<void> {
    const { lambda } = await this.host();
    await lambda.host.invoke(callOf(name, attempt), new AbortController().signal);
  }

  async recovered(inherited: ReadonlySet<string>): Promise<void> {
    await (await this.host()).lambda.recovered(inherited);
  }

  async settled(attempt: string): Promise<void> {
    (await this.host()).lambda.host.settled?.(attempt);
  }

  /** A host has run before that has left nothing behind. */
  async trusted(): Promise<void> {
    await using first = await this.#start({});
    await first.lambda.recovered(new Set());
  }

  /** The data is a copy of itself from now on. */
  async copied(): Promise<void> {
    const copy = join(this.#parent, 'copy');
    await cp(this.#directory, copy, { recursive: true });
    this.#directory = copy;
  }

  /** What functions have done, in order. */
  async effects(): Promise<string[]> {
    return (await this.#lines()).map((line) => line.split(' ')[0] ?? '');
  }

  /** Files in which calls are written down, once there are so many. */
  async keeps(files: number): Promise<void> {
    await eventually(async () => {
      const names = await readdir(join(this.#directory, 'spool'));
      return names.filter((name) => name !== 'place').length === files;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#next?.[Symbol.asyncDispose]();
    await rm(this.#parent, { recursive: true, force: true });
  }

  #ask(line: string): void {
    this.#server ??= this.#spawn();
    this.#server.stdin?.write(`${line}\n`);
  }

  #spawn(): ChildProcess {
    const server = spawn(process.execPath, [SCRIPT, this.#directory, this.#functionsDirectory], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    server.stdout?.on('data', (text) => {
      this.#said += text;
    });
    return server;
  }

  async #start(limits: Record<string, number>): Promise<HostUnderTest> {
    const places = { directory: this.#directory, functionsDirectory: this.#functionsDirectory };
    return await startHost({ ...places, limits, spoolSecret: Buffer.alloc(32, 1) });
  }

  async #lines(): Promise<string[]> {
    return (await readFile(this.#effects, 'utf8')).split('\n').filter(Boolean);
  }
}

/** @param limits Of the next host. */
export async function killedHost(
  language: 'node' | 'python',
  limits: Record<string, number> = {},
): Promise<KilledHost> {
  const parent = await mkdtemp(join(tmpdir(), 'stepwell-spool-'));
  const effects = join(parent, 'effects');
  await writeFile(effects, '');
  await mkdir(join(parent, 'data'));
  for (const [name, body] of Object.entries(BODIES[language])) {
    const folder = join(parent, 'functions', name);
    const settings = { timeout: name === 'endless' ? 1 : 60, environment: { EFFECTS: effects } };
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, language === 'node' ? 'index.js' : 'lambda_function.py'),
      SOURCES[language](body),
    );
    await writeFile(join(folder, 'function.json'), JSON.stringify(settings));
  }
  return new KilledHost(parent, limits);
}

/** An effect is an attempt and the process that was called with it. */
function processIn(effect: string | undefined): number {
  return Number(effect?.split(' ')[1]);
}

function callOf(functionName: string, attemptId: string): FunctionCall {
  const call = { functionName, attemptId, payload: JSON.stringify(attemptId), scope: SCOPE };
  return { ...call, invocationType: 'RequestResponse', isResumable: true };
}

/** Effects come first: from there on the call has happened, whoever dies. */
const SOURCES = {
  node: (body: string) => `const { appendFileSync } = require('node:fs');
exports.handler = async (attempt) => {
  appendFileSync(process.env.EFFECTS, attempt + ' ' + process.pid + '\\n');
  ${body}
  return 'done ' + attempt;
};`,
  python: (body: string) => `import os, time
def lambda_handler(attempt, context):
    with open(os.environ["EFFECTS"], "a") as effects:
        effects.write("%s %d\\n" % (attempt, os.getpid()))
    ${body}
    return "done " + attempt
`,
};

const BODIES = {
  node: {
    quick: '',
    either: "if (attempt.startsWith('slow')) await new Promise((r) => setTimeout(r, 300));",
    slow: "for (let i = 0; i < 10; i++) { await new Promise((r) => setTimeout(r, 50)); console.log('on'); }",
    failing: "throw new Error('luck');",
    endless: 'for (;;);',
    minutes: 'await new Promise((r) => setTimeout(r, 60000));',
    modes: `appendFileSync(process.env.EFFECTS,
      (require('node:fs').fstatSync(4).mode & 0o777).toString(8) + ' 0\\n');`,
    closer: "setImmediate(() => require('node:fs').closeSync(4));",
    forger: forger(),
  },
  python: {
    quick: 'pass',
    either: 'if attempt.startswith("slow"): time.sleep(0.3)',
    slow: 'for i in range(10): time.sleep(0.05); print("on")',
    failing: 'raise Exception("luck")',
    endless: 'while True: pass',
    minutes: 'time.sleep(60)',
  },
};

/** Answers every call that it finds written down, under the mark that it can read. */
function forger(): string {
  return `const fs = require('node:fs');
  const folder = require('node:path').dirname(fs.readlinkSync('/proc/self/fd/4'));
  for (const file of fs.readdirSync(folder)) {
    const path = folder + '/' + file;
    const [, mark] = /^R (\\w+)/.exec(fs.readFileSync(path, 'utf8')) ?? [];
    const sum = require('node:zlib').crc32('666');
    if (mark) appendFileSync(process.env.EFFECTS, 'forged 0\\n');
    if (mark) fs.appendFileSync(path, 'S ' + mark + ' 3 ' + sum + '\\n666\\n');
  }`;
}

/** Other processes answer when they do: asks until they have, for a minute. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + 60_000;
  while (!(await holds())) {
    assert.ok(performance.now() < until, `${holds} within a minute`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
