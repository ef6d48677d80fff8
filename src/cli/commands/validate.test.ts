import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { validateFiles } from './validate.ts';

const BAD = '{"StartAt":"A",\n"States":{"A":{"Type":"Foo"}}}';
const GOOD = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
const READING = JSON.stringify({
  StartAt: 'M',
  States: {
    M: {
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b' } },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...{ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
      },
      End: true,
    },
  },
});

describe('Validate', () => {
  test('says that nothing is wrong', async () => {
    await prints({ 'a.json': GOOD }, { code: 0, out: [], said: '1 definition checked, no errors' });
  });

  test('points at the line and the column in JSON', async () => {
    const text = '{"StartAt":"A",\n"States":{"A":{"Type":"Foo","Next":"B"},"B":{"Type":"Succeed"}}}';
    await prints(
      { 'a.json': text },
      { code: 1, out: [/^a\.json:2:\d+: error SCHEMA_VALIDATION_FAILED .*Type/] },
    );
  });

  test('points at the line and the column in YAML', async () => {
    const text = 'StartAt: A\nStates:\n  A:\n    Type: Foo\n    Next: B\n  B: {Type: Succeed}\n';
    await prints(
      { 'a.yaml': text },
      { code: 1, out: [/^a\.yaml:4:5: error SCHEMA_VALIDATION_FAILED .*Type/] },
    );
  });

  test('names what AWS would take and stepwell cannot run yet', async () => {
    await prints({ 'a.json': READING }, { code: 1, out: [/error NOT_SUPPORTED State 'M' uses ItemReader/] });
  });

  test('points at a mistake of YAML itself', async () => {
    await prints({ 'a.yml': 'a: 1\na: 2\n' }, { code: 1, out: [/^a\.yml:2:1: error INVALID_YAML /] });
  });

  test('checks every file, and fails when one of them does', async () => {
    const said = '2 definitions checked, 1 error';
    await prints({ 'a.json': '{', 'b.json': GOOD }, { code: 1, out: [/^a\.json:/], said });
  });

  test('goes on after a file that it cannot read, and says so in its exit code', async () => {
    await prints({ 'a.json': undefined, 'b.json': '{' }, { code: 74, out: [/^b\.json:/] });
  });

  test('shows warnings, which are no failure', async () => {
    const text = '{"StartAt":"A",\n"States":{"A":{"Type":"Pass","Parameters":{"x":"$.y"},"End":true}}}';
    const said = '1 definition checked, no errors, 1 warning';
    await prints({ 'a.json': text }, { code: 0, out: [/^a\.json:2:\d+: warning NO_DOLLAR /], said });
  });

  test('says where an expression does not parse', async () => {
    const text =
      '{"QueryLanguage":"JSONata","StartAt":"A",\n"States":{"A":{"Type":"Succeed",\n"Output":"{% 1+ %}"}}}';
    await prints({ 'a.json': text }, { code: 1, out: [/^a\.json:3:1: error INVALID_JSONATA_EXPRESSION /] });
  });

  test('prints JSON for programs', async () => {
    const [report] = JSON.parse(await printed({ 'a.json': BAD }, 'json', 1));
    const { file, result, diagnostics } = report;
    assert.deepEqual([file, result, diagnostics.length], ['a.json', 'FAIL', 2]);
    const { severity, code, location, line, column } = diagnostics[0];
    assert.deepEqual([severity, code, location], ['ERROR', 'SCHEMA_VALIDATION_FAILED', '/States/A/Type']);
    assert.deepEqual([line, column], [2, 16]);
  });

  test('prints JSON for good definitions, too', async () => {
    const reports = JSON.parse(await printed({ 'a.json': GOOD }, 'json', 0));
    assert.deepEqual(reports, [{ file: 'a.json', result: 'OK', diagnostics: [] }]);
  });

  test('prints SARIF for code hosts', async () => {
    const [run] = JSON.parse(await printed({ 'a b.json': BAD }, 'sarif', 1)).runs;
    const [{ ruleId, level, locations }] = run.results;
    assert.deepEqual([ruleId, level], ['SCHEMA_VALIDATION_FAILED', 'error']);
    const { artifactLocation, region } = locations[0].physicalLocation;
    assert.match(artifactLocation.uri, /a%20b\.json$/);
    assert.deepEqual(region, { startLine: 2, startColumn: 16 });
  });

  test('refuses a file that is no definition', async () => {
    await prints({ 'a.txt': '{}' }, { code: 64, out: [] });
  });

  test('shows control characters in names escaped', async () => {
    const text = '{"StartAt":"A","States":{"A\u009b":{"Type":"Succeed"}}}';
    await prints({ 'a.json': text }, { code: 1, out: [/A\\u009b|StartAt/, /A\\u009b/] });
  });
});

interface Expected {
  readonly code: number;
  readonly out: readonly RegExp[];
  /** The last line on standard error. */
  readonly said?: string;
}

/** @param files Texts by name; undefined: there is no such file. */
async function prints(
  files: Record<string, string | undefined>,
  { code, out, said }: Expected,
): Promise<void> {
  const { exitCode, lines, lastSaid } = await validated(files, 'text');
  assert.equal(exitCode, code);
  assert.equal(lines.length, out.length, lines.join('\n'));
  lines.forEach((line, index) => {
    assert.match(line, out[index] ?? /^$/);
  });
  if (said !== undefined) assert.equal(lastSaid, said);
}

/** The one document that goes out. */
async function printed(
  files: Record<string, string>,
  format: 'json' | 'sarif',
  code: number,
): Promise<string> {
  const { exitCode, lines } = await validated(files, format);
  assert.equal(exitCode, code);
  assert.equal(lines.length, 1);
  return lines[0] ?? '';
}

async function validated(files: Record<string, string | undefined>, format: 'text' | 'json' | 'sarif') {
  const directory = mkdtempSync(join(tmpdir(), 'validate-'));
  try {
    for (const [name, text] of Object.entries(files))
      if (text !== undefined) writeFileSync(join(directory, name), text);
    const terminal = recordingTerminal();
    const paths = Object.keys(files).map((name) => join(directory, name));
    const exitCode = await validateFiles(paths, { format }, terminal);
    const lines = terminal.printed.map((line) => line.replaceAll(`${directory}/`, ''));
    return { exitCode, lines, lastSaid: terminal.said.at(-1) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
