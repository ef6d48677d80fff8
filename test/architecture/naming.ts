import type { Project } from './project.ts';
import type { Rule } from './rule.ts';

/** Words that name nothing. The first three say no more after another word: `json-utils`. */
const BANNED = /^((.*-)?(utils?|helpers?|managers?)|common|shared|types|constants|misc)$/;

const namesSaySomething: Rule = {
  claim: 'files and folders are named for a noun or a verb',
  violations: (project) =>
    partsOf(project)
      .filter(({ part }) => BANNED.test(part))
      .map(({ path }) => `${path}: names nothing`),
  planted: { 'src/base/json-utils.ts': '', 'src/shared/a.ts': '', 'src/api/types.ts': '' },
  report: [
    'src/base/json-utils.ts: names nothing',
    'src/shared/a.ts: names nothing',
    'src/api/types.ts: names nothing',
  ],
  allowed: { 'src/interpreter/state-types.ts': '', 'src/base/common-ancestor.ts': '' },
};

const kebabCase: Rule = {
  claim: 'files and folders are in kebab-case',
  violations: (project) =>
    partsOf(project)
      .filter(({ part }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part))
      .map(({ path }) => `${path}: is not kebab-case`),
  planted: { 'src/base/jsonText.ts': '', 'src/base/json_text.ts': '' },
  report: ['src/base/jsonText.ts: is not kebab-case', 'src/base/json_text.ts: is not kebab-case'],
  allowed: { 'src/base/json-text.test.ts': '', 'src/base/sigv4.ts': '' },
};

function partsOf({ paths }: Project): { path: string; part: string }[] {
  return [...paths].flatMap((path) =>
    path
      .replace(/(\.test|\.d)?\.ts$/, '')
      .split('/')
      .map((part) => ({ path, part })),
  );
}

export const namingRules: readonly Rule[] = [namesSaySomething, kebabCase];
