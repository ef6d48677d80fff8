import type { SourceFile } from './project.ts';
import type { Rule } from './rule.ts';

const LINES_WITHOUT_TEST_MAX = 80;

const logicHasTest: Rule = {
  claim: `a source file of more than ${LINES_WITHOUT_TEST_MAX} lines that exports a function has a test beside it`,
  violations: ({ files, paths }) =>
    files
      .filter((file) => file.lines > LINES_WITHOUT_TEST_MAX && isOwnSource(file) && exportsFunction(file))
      .filter(({ path }) => !paths.has(path.replace(/\.ts$/, '.test.ts')))
      .map(({ path }) => `${path}: has no test beside it`),
  planted: {
    'src/base/a.ts': `export function f() {}${'\n'.repeat(80)}x;`,
    'src/base/b.ts': `export const g: G = async (x) => 1;${'\n'.repeat(80)}x;`,
  },
  report: ['src/base/a.ts: has no test beside it', 'src/base/b.ts: has no test beside it'],
  allowed: {
    'src/base/a.ts': `export function f() {}${'\n'.repeat(80)}x;`,
    'src/base/a.test.ts': '',
    'src/base/b.ts': `export interface B {}${'\n'.repeat(80)}x;`,
    'src/base/c.ts': `export function f() {}${'\n'.repeat(79)}`,
    'src/api/model/d.ts': `export function f() {}${'\n'.repeat(80)}x;`,
    'test/kill/e.ts': `export function f() {}${'\n'.repeat(80)}x;`,
  },
};

function isOwnSource({ path, isTest }: SourceFile): boolean {
  return path.startsWith('src/') && !isTest && !path.startsWith('src/api/model/');
}

/** `export function`, `export async function`, or `export const name = (…) =>`. */
function exportsFunction({ code }: SourceFile): boolean {
  return code.some((token, index) => {
    if (token.text !== 'export' || token.depth !== 0) return false;
    const [first, second] = [code[index + 1]?.text, code[index + 2]?.text];
    if (first === 'function' || (first === 'async' && second === 'function')) return true;
    return (
      first === 'const' &&
      code.slice(index, statementEnd(code, index)).some(({ text, depth }) => text === '=>' && depth === 0)
    );
  });
}

function statementEnd(code: SourceFile['code'], start: number): number {
  const end = code.findIndex(({ text, depth }, index) => index > start && depth === 0 && text === ';');
  return end < 0 ? code.length : end;
}

const testHasSource: Rule = {
  claim: 'a test in src stands beside what it tests',
  violations: ({ files, paths }) =>
    files
      .filter(({ path }) => path.startsWith('src/') && path.endsWith('.test.ts'))
      .filter(({ path }) => !paths.has(path.replace(/\.test\.ts$/, '.ts')))
      .map(({ path }) => `${path}: tests nothing beside it`),
  planted: { 'src/base/moved.test.ts': '' },
  report: 'src/base/moved.test.ts: tests nothing beside it',
  allowed: { 'src/base/a.ts': '', 'src/base/a.test.ts': '', 'test/architecture.test.ts': '' },
};

export const siblingRules: readonly Rule[] = [logicHasTest, testHasSource];
