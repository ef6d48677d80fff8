import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { startHost } from './host-under-test.ts';

const COMMONJS = 'exports.handler = async () => [typeof module, require("./lib/part.js")]';
const MODULE = 'import part from "./lib/part.js"; export const handler = async () => [typeof module, part]';
const PART = { 'lib/part.js': 'module.exports = "part"' };

describe('In a project of ES modules a function', () => {
  test('is CommonJS all the same', () => answers({ ...PART, 'index.js': COMMONJS }, ['object', 'part']));

  test('in TypeScript is CommonJS all the same', () =>
    answers(
      { 'index.ts': 'exports.handler = async (e: object): Promise<string> => typeof module' },
      'object',
    ));

  test('in TypeScript may have parts', () =>
    answers(
      {
        'part.ts': 'exports.part = (n: number): number => n + 1',
        'index.ts':
          'import { part } from "./part.ts"; export const handler = async (): Promise<number> => part(1)',
      },
      2,
    ));

  test('without a package.json may be a module by what it says', () =>
    answers({ ...PART, 'index.js': MODULE }, ['undefined', 'part']));

  test('in TypeScript may be a module by what it says', () =>
    answers(
      { 'index.ts': 'export const handler = async (): Promise<string> => typeof module' },
      'undefined',
    ));

  test('with a package.json of its own is what that says', () =>
    answers({ 'index.js': ASYNC, 'package.json': '{"type":"module"}' }, 'undefined'));

  test('may be below a folder of its own that says it', () =>
    answers(
      {
        'a/b.js': ASYNC,
        'a/package.json': '{"type":"module"}',
        'function.json': '{"handler":"a/b.handler"}',
      },
      'undefined',
    ));

  test('fails by its syntax as anywhere', async () => {
    assert.match(
      (await called({ 'index.js': 'exports.handler = (' })).payload,
      /Runtime\.UserCodeSyntaxError/,
    );
  });

  test('that was created is CommonJS all the same', () =>
    inProject('module', async (project) => {
      await using host = await startHost({ directory: join(project, 'data') });
      await host.create('f', 'index.js', 'exports.handler = async () => typeof require');
      assert.equal((await host.call('f', {})).payload, '"function"');
    }));
});

describe('In a project of CommonJS a function', () => {
  test('may be a module by what it says', () =>
    answers({ ...PART, 'index.js': MODULE }, ['undefined', 'part'], 'commonjs'));
});

const ASYNC = 'const type = await (async () => typeof module)(); export const handler = async () => type';

async function answers(
  files: Readonly<Record<string, string>>,
  expected: unknown,
  type: 'module' | 'commonjs' = 'module',
): Promise<void> {
  assert.equal((await called(files, type)).payload, JSON.stringify(expected));
}

function called(files: Readonly<Record<string, string>>, type: 'module' | 'commonjs' = 'module') {
  return inProject(type, async (project) => {
    for (const [path, text] of Object.entries(files)) await write(join(project, 'functions/f', path), text);
    await using host = await startHost({ functionsDirectory: join(project, 'functions') });
    return await host.call('f', {});
  });
}

/** A folder with a package.json, as somebody's own project has it above the functions. */
async function inProject<Result>(type: string, use: (project: string) => Promise<Result>): Promise<Result> {
  const project = await mkdtemp(join(tmpdir(), 'stepwell-project-'));
  try {
    await write(join(project, 'package.json'), JSON.stringify({ type }));
    return await use(project);
  } finally {
    await rm(project, { recursive: true });
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
