import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding, Report } from './finding.ts';
import { reportsAsSarif } from './sarif.ts';

const FINDING: Finding = {
  severity: 'WARNING',
  code: 'NO_PATH',
  message: 'looks like a path',
  location: '/States/S/Cause',
  position: { line: 3, column: 5 },
};

describe('A SARIF log', () => {
  test('has what the standard requires', () => {
    const { version, runs } = logOf([report('a.json', [FINDING])]);
    assert.equal(version, '2.1.0');
    assert.deepEqual(runs[0].tool.driver, { name: 'stepwell', version: '1.2.3', rules: [{ id: 'NO_PATH' }] });
  });

  test('names rule, level, message and place of each finding', () => {
    assert.deepEqual(resultsOf([report('flows/a.json', [FINDING])]), [
      {
        ruleId: 'NO_PATH',
        level: 'warning',
        message: { text: 'looks like a path' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'flows/a.json' },
              region: { startLine: 3, startColumn: 5 },
            },
            logicalLocations: [{ fullyQualifiedName: '/States/S/Cause' }],
          },
        ],
      },
    ]);
  });

  test('names the file alone when a finding is about all of it', () => {
    const finding: Finding = { severity: 'ERROR', code: 'X', message: 'm' };
    const [{ locations }] = resultsOf([report('a.json', [finding])]);
    assert.deepEqual(locations, [{ physicalLocation: { artifactLocation: { uri: 'a.json' } } }]);
  });

  test('escapes names of files as URIs', () => {
    assert.deepEqual(urisOf(['a b#.json', './x/y.json', '/tmp/a b.json']), [
      'a%20b%23.json',
      './x/y.json',
      'file:///tmp/a%20b.json',
    ]);
  });

  test('says when a file could not be read', () => {
    const unread = { file: 'a.json', findings: [], isUnread: true };
    assert.deepEqual(logOf([unread]).runs[0].invocations, [{ executionSuccessful: false }]);
  });
});

function report(file: string, findings: readonly Finding[]): Report {
  return { file, findings, isUnread: false };
}

function logOf(reports: readonly Report[]) {
  return JSON.parse(reportsAsSarif(reports, '1.2.3'));
}

function resultsOf(reports: readonly Report[]) {
  return logOf(reports).runs[0].results;
}

function urisOf(files: readonly string[]): string[] {
  return files.map((file) => {
    const [{ locations }] = resultsOf([report(file, [FINDING])]);
    return locations[0].physicalLocation.artifactLocation.uri;
  });
}
