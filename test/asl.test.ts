import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { describeDiagnostics, validate } from '../src/asl/validate.ts';

/**
 * Published definitions, those that AWS is said to accept and those that it refuses.
 *
 * Twelve of the first kind are refused here because AWS itself was recorded or measured to refuse them: a
 * CloudFormation object for Resource, Credentials without RoleArn, a JSONPath state in a JSONata machine, a state
 * name used twice, empty ErrorEquals, strings for a retrier's numbers, variable names that are no identifiers,
 * and two intrinsic calls with escapes that do not exist.
 */
const ACCEPTED_MIN = 658;
/** Those still accepted have JSONata that does not parse, which waits for the JSONata parser. */
const REFUSED_MIN = 68;

const FOLDER = new URL('../../shared/conformance/asl/', import.meta.url);

describe('Published definitions', { skip: existsSync(FOLDER) ? false : '../shared is not there' }, () => {
  test(`at least ${ACCEPTED_MIN} of those that AWS accepts are accepted`, (t) => {
    const definitions = read('valid.jsonl');
    const refused = definitions.filter((definition) => problems(definition) !== '');
    t.diagnostic(`accepted ${definitions.length - refused.length} of ${definitions.length}`);
    assert.ok(definitions.length - refused.length >= ACCEPTED_MIN, refused.map(problems).join('\n'));
  });

  test(`at least ${REFUSED_MIN} of those that AWS refuses are refused`, (t) => {
    const definitions = read('invalid.jsonl');
    const accepted = definitions.filter((definition) => problems(definition) === '');
    t.diagnostic(`refused ${definitions.length - accepted.length} of ${definitions.length}`);
    assert.ok(definitions.length - accepted.length >= REFUSED_MIN, accepted.join('\n'));
  });
});

function read(file: string): string[] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line).definition);
}

function problems(definition: string): string {
  return describeDiagnostics(validate(definition, { type: 'STANDARD' }));
}
