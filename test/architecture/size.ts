import { functionsOf } from './functions.ts';
import type { SourceFile } from './project.ts';
import type { Rule } from './rule.ts';

export const FILE_LINES_MAX = 500;
export const FUNCTION_LINES_MAX = 70;
const PARAMETERS_MAX = 4;

/** Written by `tools/generate-model.ts`, read by nobody. */
const GENERATED = /^src\/api\/model\//;

function isWritten({ path }: SourceFile): boolean {
  return !GENERATED.test(path);
}

const filesFit: Rule = {
  claim: `no file has more than ${FILE_LINES_MAX} lines`,
  violations: ({ files }) =>
    files
      .filter((file) => isWritten(file) && file.lines > FILE_LINES_MAX)
      .map(({ path, lines }) => `${path}: has ${lines} lines`),
  planted: { 'src/base/a.ts': 'x;\n'.repeat(FILE_LINES_MAX + 1) },
  report: `src/base/a.ts: has ${FILE_LINES_MAX + 1} lines`,
  allowed: {
    'src/base/a.ts': 'x;\n'.repeat(FILE_LINES_MAX),
    'src/api/model/b.ts': 'x;\n'.repeat(FILE_LINES_MAX + 1),
  },
};

const body = (lines: number) => '  x;\n'.repeat(lines - 2);

const functionsFit: Rule = {
  claim: `no function has more than ${FUNCTION_LINES_MAX} lines`,
  violations: ({ files }) =>
    files.filter(isWritten).flatMap(({ path, code }) =>
      functionsOf(code)
        // A describe is a list of tests, not a function to follow.
        .filter(
          ({ lines, passedTo }) =>
            lines > FUNCTION_LINES_MAX && passedTo !== 'describe' && passedTo !== 'suite',
        )
        .map(({ line, name, lines }) => `${path}:${line}: ${name} has ${lines} lines`),
    ),
  planted: {
    'src/base/a.ts': `function f(): void {\n${body(71)}}`,
    'src/base/b.ts': `class A {\n  async g<T>(x: Map<T, T>): Promise<{ a: T }> {\n${body(71)}}\n}`,
    'src/base/c.ts': `const h = (x: number): { a: 1 } => {\n${body(71)}};`,
    'src/base/d.test.ts': `test('i', async () => {\n${body(71)}});`,
  },
  report: [
    'src/base/a.ts:1: f has 71 lines',
    'src/base/b.ts:2: g has 71 lines',
    'src/base/c.ts:1: arrow function has 71 lines',
    'src/base/d.test.ts:1: test has 71 lines',
  ],
  allowed: {
    'src/base/a.ts': `function f(): void {\n${body(70)}}`,
    'src/base/b.test.ts': `describe('g', () => {\n${body(200)}});`,
    'src/base/c.ts': `if (f(x)) {\n${body(200)}}\nclass A {\n  ${body(200)}}`,
    'src/api/model/d.ts': `function f(): void {\n${body(200)}}`,
  },
};

const fewParameters: Rule = {
  claim: `no function has more than ${PARAMETERS_MAX} parameters`,
  violations: ({ files }) =>
    files.filter(isWritten).flatMap(({ path, code }) =>
      functionsOf(code)
        .filter(({ parameters }) => parameters > PARAMETERS_MAX)
        .map(({ line, name, parameters }) => `${path}:${line}: ${name} has ${parameters} parameters`),
    ),
  planted: {
    'src/base/a.ts': 'function f(a, b, c, d, e) {}',
    'src/base/b.ts': 'type G = (a: 1, b: 2, c: 3, d: 4, e: 5) => void;',
    'src/base/c.ts': 'class A {\n  constructor(a: 1, b: 2, c: 3, d: 4, e: 5) {}\n}',
  },
  report: [
    'src/base/a.ts:1: f has 5 parameters',
    'src/base/b.ts:1: arrow function has 5 parameters',
    'src/base/c.ts:2: constructor has 5 parameters',
  ],
  allowed: {
    'src/base/a.ts':
      'function f(a: Map<string, number>, { b, c, d, e }: X, f = g(1, 2, 3, 4, 5), h: [1, 2, 3],) {}',
    'src/base/b.ts': 'f(1, 2, 3, 4, 5);\nif (f(1, 2, 3, 4, 5)) {}',
    'src/base/c.ts': 'const x = y ? (1, 2) : z;',
  },
};

export const sizeRules: readonly Rule[] = [filesFit, functionsFit, fewParameters];
