import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { layerRules } from './architecture/layers.ts';
import { namingRules } from './architecture/naming.ts';
import { type Project, projectOf, readProject } from './architecture/project.ts';
import { purityRules } from './architecture/purity.ts';
import type { Rule } from './architecture/rule.ts';
import { secretRules } from './architecture/secrets.ts';
import { siblingRules } from './architecture/siblings.ts';
import { sizeRules } from './architecture/size.ts';
import { wordingRules } from './architecture/wording.ts';

const rules = [
  ...layerRules,
  ...purityRules,
  ...secretRules,
  ...namingRules,
  ...sizeRules,
  ...siblingRules,
  ...wordingRules,
];

describe('In this repository', () => {
  const project = readProject();
  for (const rule of rules) test(rule.claim, () => holds(rule, project));
});

describe('A planted violation is reported:', () => {
  for (const rule of rules) test(rule.claim, () => reportsPlanted(rule));
});

describe('What comes near is allowed:', () => {
  for (const rule of rules) test(rule.claim, () => holds(rule, projectOf(rule.allowed)));
});

function holds(rule: Rule, project: Project): void {
  assert.deepEqual(rule.violations(project), []);
}

function reportsPlanted({ violations, planted, report }: Rule): void {
  assert.deepEqual(violations(projectOf(planted)), [report].flat());
}
