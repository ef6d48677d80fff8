import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { describeDiagnostics, validate } from '../src/asl/validate.ts';

/** Published as valid, but AWS was recorded or measured to refuse their like: where each is in our way, and why. */
const REFUSED_BY_AWS: Readonly<Record<string, string>> = {
  'valid-assign.asl.json': 'the variable top-level is no identifier',
  'map_state_items_variable.asl.json': 'a comment stands where a variable is named',
  'valid-map-with-item-batcher-jsonata.json': 'a JSONPath state in a JSONata machine',
  'valid-task-credentials.json': 'Credentials without RoleArn',
  'task-with-credentials.json': 'Credentials without RoleArn',
  'valid-task-intrisic-function.json': "CloudFormation's objects for Resource",
  'documentSucceedFailTerminalState.json': 'a state name is used twice',
  'task_retry_reference_exception.asl.json': "strings for a retrier's numbers",
  'task_lambda_invoke_catch_tbd.asl.json': 'an empty ErrorEquals',
  'task_service_lambda_invoke_catch_tbd.asl.json': 'an empty ErrorEquals',
  'escape_sequences_illegal_intrinsic_function.asl.json': 'an escape that intrinsic functions do not have',
  'escape_sequences_illegal_intrinsic_function_2.asl.json': 'an escape that intrinsic functions do not have',
};

const FOLDER = new URL('../../shared/conformance/asl/', import.meta.url);

describe('Published definitions', { skip: existsSync(FOLDER) ? false : '../shared is not there' }, () => {
  test('that AWS accepts are accepted, but for those with a reason', (t) => {
    const published = read('valid.jsonl');
    const refused = published.filter(({ definition }) => problems(definition) !== '');
    t.diagnostic(`accepted ${published.length - refused.length} of ${published.length}`);
    for (const one of refused) t.diagnostic(`${one.id}: ${reasonFor(one) ?? problems(one.definition)}`);
    assert.deepEqual(refused.map(reasonFor).sort(), Object.values(REFUSED_BY_AWS).sort());
  });

  test('that AWS refuses are refused, every one', (t) => {
    const published = read('invalid.jsonl');
    const accepted = published.filter(({ definition }) => problems(definition) === '');
    t.diagnostic(`refused ${published.length - accepted.length} of ${published.length}`);
    assert.deepEqual(
      accepted.map(({ id }) => id),
      [],
    );
  });
});

interface Published {
  readonly id: string;
  readonly definition: string;
}

function read(file: string): Published[] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function problems(definition: string): string {
  return describeDiagnostics(validate(definition, { type: 'STANDARD' }));
}

/** By the name of its file; undefined: there is none. */
function reasonFor({ id }: Published): string | undefined {
  return Object.entries(REFUSED_BY_AWS).find(
    ([file]) => id.endsWith(`/${file}`) || id.endsWith(`__${file}`),
  )?.[1];
}
