import type { SourceFile } from './project.ts';
import type { Rule } from './rule.ts';
import type { Token } from './tokens.ts';

/** These layers read no clock, roll no dice and touch no machine: whatever they need comes as an argument. */
const PURE = /^src\/(base|query|asl|interpreter)\//;
/** These never wait either: a turn is one call. */
const SYNCHRONOUS = /^src\/(query|asl|interpreter)\//;

const MODULES = new Set(['node:crypto']);
/** One file may bound a regular expression in time, which nothing else of the platform can . */
const TIME_LIMIT = { path: 'src/query/jsonata/regex.ts', target: 'node:vm' };

const IMPURE = new Set([
  'process',
  'fetch',
  'performance',
  'globalThis',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'console',
  'randomUUID',
  'randomBytes',
  'randomInt',
  'getRandomValues',
]);

const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random', 'Temporal.Now']);

const noClockNoChance: Rule = {
  claim: 'base, query, asl and interpreter have no clock, no chance and no machine',
  violations: ({ files }) =>
    files
      .filter(({ path, isTest }) => PURE.test(path) && !isTest)
      .flatMap((file) => [...impureUses(file), ...impureImports(file)]),
  planted: {
    'src/interpreter/a.ts': 'const now = Date.now();\nconst today = new Date();\nconst text = Date();',
    'src/query/b.ts': "import { readFileSync } from 'node:fs';\nconst n = Math.random();",
    'src/base/c.ts': 'setTimeout(go, 1);\nconst { env } = process;',
    'src/asl/d.ts': "import { randomUUID } from 'node:crypto';",
    'src/query/jsonata/e.ts': "import { runInContext } from 'node:vm';",
  },
  report: [
    'src/interpreter/a.ts:1: uses Date.now',
    'src/interpreter/a.ts:2: uses new Date()',
    'src/interpreter/a.ts:3: uses Date()',
    'src/query/b.ts:2: uses Math.random',
    'src/query/b.ts:1: imports node:fs',
    'src/base/c.ts:1: uses setTimeout',
    'src/base/c.ts:2: uses process',
    'src/asl/d.ts:1: uses randomUUID',
    'src/query/jsonata/e.ts:1: imports node:vm',
  ],
  allowed: {
    'src/base/time.ts': 'const text = new Date(at).toISOString();\nconst at = Date.parse(text);',
    'src/base/sigv4.ts': "import { createHmac } from 'node:crypto';",
    'src/query/jsonata/regex.ts': "import { runInContext } from 'node:vm';",
    'src/asl/a.ts': "job.process();\nconst rule = { process: 1 };\nconst text = 'Date.now()'; // Math.random",
    'src/base/a.test.ts': 'const started = Date.now();',
    'src/engine/a.ts': 'setTimeout(go, 1);',
  },
};

function impureUses({ path, code }: SourceFile): string[] {
  return code.flatMap((token, index) => {
    const use = impureUse(code, index);
    return use === undefined ? [] : `${path}:${token.line}: uses ${use}`;
  });
}

function impureUse(code: readonly Token[], index: number): string | undefined {
  const [before, word, next, after] = [code[index - 1], code[index], code[index + 1], code[index + 2]];
  if (word?.kind !== 'word' || isMemberName(before, next)) return undefined;
  const path = `${word.text}.${after?.text}`;
  if (next?.text === '.' && IMPURE_MEMBERS.has(path)) return path;
  if (word.text === 'Date' && next?.text === '(') {
    if (before?.text !== 'new') return 'Date()';
    return after?.text === ')' ? 'new Date()' : undefined;
  }
  return IMPURE.has(word.text) ? word.text : undefined;
}

/** `job.process`, `{ process: 1 }`, `{ process?: string }`: a name of somebody's own. */
function isMemberName(before: Token | undefined, next: Token | undefined): boolean {
  return before?.text === '.' || before?.text === '?.' || next?.text === ':' || next?.text === '?';
}

function impureImports({ path, imports }: SourceFile): string[] {
  return imports
    .filter(({ target, isRelative }) => !isRelative && target.startsWith('node:') && !MODULES.has(target))
    .filter(({ target }) => path !== TIME_LIMIT.path || target !== TIME_LIMIT.target)
    .map(({ target, line }) => `${path}:${line}: imports ${target}`);
}

const WAITING = new Set(['async', 'await', 'Promise']);

const neverWaits: Rule = {
  claim: 'query, asl and interpreter never wait',
  violations: ({ files }) =>
    files
      .filter(({ path, isTest }) => SYNCHRONOUS.test(path) && !isTest)
      .flatMap(({ path, code }) =>
        code
          .filter(
            (token, index) =>
              token.kind === 'word' &&
              WAITING.has(token.text) &&
              !isMemberName(code[index - 1], code[index + 1]),
          )
          .map(({ text, line }) => `${path}:${line}: says ${text}`),
      ),
  planted: { 'src/query/a.ts': 'export async function f(): Promise<void> {\n  await g();\n}' },
  report: ['src/query/a.ts:1: says async', 'src/query/a.ts:1: says Promise', 'src/query/a.ts:2: says await'],
  allowed: {
    'src/query/a.ts': "// async\nconst text = 'await';",
    'src/store/a.ts': 'export async function f() {}',
    'src/interpreter/a.test.ts': "test('x', async () => {});",
  },
};

export const purityRules: readonly Rule[] = [noClockNoChance, neverWaits];
