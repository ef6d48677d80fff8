import type { Rule } from './rule.ts';

/** Where signatures, tokens and seals are checked. */
const CHECKING = /^src\/(base|engine|api)\//;

const noTellingComparison: Rule = {
  claim: 'base, engine and api compare bytes with timingSafeEqual alone',
  violations: ({ files }) =>
    files
      .filter(({ path, isTest }) => CHECKING.test(path) && !isTest)
      .flatMap(({ path, code }) =>
        code
          .filter(({ text }, index) => {
            const before = code[index - 1]?.text;
            return (text === 'equals' || text === 'compare') && (before === '.' || before === '?.');
          })
          .map(({ text, line }) => `${path}:${line}: ${text} ends with the first byte that differs`),
      ),
  planted: {
    'src/base/a.ts': 'return given.equals(expected);',
    'src/api/b.ts': 'x;\nreturn Buffer.compare(given, expected) === 0;',
  },
  report: [
    'src/base/a.ts:1: equals ends with the first byte that differs',
    'src/api/b.ts:2: compare ends with the first byte that differs',
  ],
  allowed: {
    'src/base/a.ts': 'return timingSafeEqual(given, expected);\nconst equals = 1;',
    'src/base/a.test.ts': 'given.equals(expected);',
    'src/local/lambda/a.ts': 'return body.equals(text);',
  },
};

export const secretRules: readonly Rule[] = [noTellingComparison];
