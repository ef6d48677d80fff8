import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionAnswer } from '../../src/integrations/lambda/port.ts';
import { SCOPE, startHost } from './host-under-test.ts';
import { eventually } from './killed-host.ts';

/** What the function is asked to do once it has written down that it was called. */
export type Work = 'quick' | 'sleeps' | 'waits' | 'spins' | 'hangs' | 'dies' | 'long';

/** One call under way. */
export interface Asked {
  readonly id: string;
  readonly answer: Promise<FunctionAnswer>;
  readonly stop: () => void;
}

export interface QuickFunction extends AsyncDisposable {
  /** Makes calls at once, as those that one commit sends out. */
  calls(works: readonly Work[]): Asked[];
  /** Waits until the function was called with it. */
  began(asked: Asked): Promise<void>;
  /** Lets calls that wait or spin go on. */
  release(): Promise<void>;
  /** All that were made, in order. */
  effects(): Promise<string[]>;
}

/** A function that has been called so often that its processes are given several calls at once. */
export async function quickFunction(
  language: 'node' | 'python',
  { timeout = 60, ...limits }: { readonly timeout?: number; readonly concurrencyMax?: number } = {},
): Promise<QuickFunction> {
  const directory = await mkdtemp(join(tmpdir(), 'stepwell-quick-'));
  const effects = join(directory, 'effects');
  const folder = join(directory, 'functions', 'f');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, language === 'node' ? 'index.js' : 'lambda_function.py'), SOURCES[language]);
  await writeFile(
    join(folder, 'function.json'),
    JSON.stringify({ timeout, environment: { EFFECTS: effects } }),
  );
  const places = { directory: join(directory, 'data'), functionsDirectory: join(directory, 'functions') };
  await mkdir(places.directory);
  const host = await startHost({ ...places, limits, spoolSecret: Buffer.alloc(32, 1) });
  let count = 0;
  const call = (work: Work): Asked => {
    const id = `${work}-${count++}`;
    const stopping = new AbortController();
    const asked = { functionName: 'f', attemptId: id, payload: JSON.stringify({ id, work }), scope: SCOPE };
    const wanted = { ...asked, invocationType: 'RequestResponse', isResumable: true } as const;
    const answer = host.lambda.host.invoke(wanted, stopping.signal).then((given) => {
      assert.ok(given);
      return given;
    });
    return { id, answer, stop: () => stopping.abort() };
  };
  const lines = async () => (await readFile(effects, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  for (let warm = 0; warm < WARM_CALLS; warm++) await call('quick').answer;
  await writeFile(effects, '');
  return {
    calls: (works) => works.map(call),
    began: ({ id }) => eventually(async () => (await lines()).includes(id)),
    release: () => writeFile(`${effects}.go`, ''),
    effects: lines,
    [Symbol.asyncDispose]: async () => {
      await host[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const WARM_CALLS = 30;

const SOURCES = {
  node: `const { appendFileSync, existsSync } = require('node:fs');
exports.handler = async ({ id, work }) => {
  appendFileSync(process.env.EFFECTS, id + '\\n');
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const isReleased = () => existsSync(process.env.EFFECTS + '.go');
  if (work === 'sleeps') await pause(200);
  if (work === 'waits') while (!isReleased()) await pause(10);
  if (work === 'spins') while (!isReleased());
  if (work === 'hangs') for (;;);
  if (work === 'dies') process.exit(3);
  return work === 'long' ? 'x'.repeat(2000000) : id;
};`,
  python: `import os, time
def lambda_handler(event, context):
    work = event["work"]
    with open(os.environ["EFFECTS"], "a") as effects:
        effects.write(event["id"] + "\\n")
    is_released = lambda: os.path.exists(os.environ["EFFECTS"] + ".go")
    if work == "sleeps": time.sleep(0.2)
    while work == "waits" and not is_released(): time.sleep(0.01)
    while work == "spins" and not is_released(): pass
    while work == "hangs": pass
    if work == "dies": os._exit(3)
    return "x" * 2000000 if work == "long" else event["id"]
`,
};
