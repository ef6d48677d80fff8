import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { States } from './states.ts';

/** Sequences of API calls recorded on AWS; not part of the project. */
const RECORDED = join(import.meta.dirname, '../../../shared/conformance');
/** Whose machines they are. */
const ACCOUNT = '000000000000';
/** Nothing runs here: what a sequence says of running executions is for other tests. */
const NEEDS_AN_ENGINE = ['GetExecutionHistory', 'DescribeStateMachineForExecution'];
/** What AWS answers and we do not yet, or no longer, with the reason. */
const DIFFERS: readonly (readonly [part: string, reason: string])[] = [
  ['in_jsonata_template', 'JSONata is not there yet'],
  ['VALID_QUERY_LANGUAGE_PASS', 'JSONata is not there yet'],
];

interface Case {
  readonly id: string;
  readonly steps: readonly {
    operation: string;
    params: object;
    expected?: Readonly<Record<string, unknown>>;
  }[];
  readonly transformers: readonly object[];
  readonly standard: boolean;
}

test('AWS, recorded, answers the same', async (context) => {
  if (!existsSync(RECORDED)) return context.skip(`there is no ${RECORDED}`);
  const { normalise, differences } = await import(join(RECORDED, 'tools/normalise.mjs'));
  const standard = JSON.parse(readFileSync(join(RECORDED, 'aws/standard_transformers.json'), 'utf8'));
  const wrong: string[] = [];
  let played = 0;
  for (const line of readFileSync(join(RECORDED, 'aws/api.jsonl'), 'utf8').trim().split('\n')) {
    const one: Case = JSON.parse(line);
    if (!isPlayable(one) || DIFFERS.some(([part]) => one.id.includes(part))) continue;
    played += 1;
    const { expected, observed } = await play(one);
    const rules = one.standard ? [...standard.head, ...one.transformers, ...standard.tail] : one.transformers;
    const found = differences(expected, normalise(observed, rules)).filter(isNews);
    if (found.length > 0) wrong.push(`${one.id}: ${JSON.stringify(found.slice(0, 3))}`);
  }
  context.diagnostic(`${played} sequences played`);
  assert.deepEqual(wrong, []);
});

function isPlayable({ steps }: Case): boolean {
  return steps.every(({ operation }) => OPERATIONS.has(operation) && !NEEDS_AN_ENGINE.includes(operation));
}

const OPERATIONS = new Set(
  `CreateStateMachine DescribeStateMachine UpdateStateMachine ListStateMachines DeleteStateMachine StartExecution
  DescribeExecution ListExecutions StopExecution CreateActivity DescribeActivity ListActivities DeleteActivity
  GetActivityTask SendTaskSuccess SendTaskFailure SendTaskHeartbeat PublishStateMachineVersion
  ListStateMachineVersions DeleteStateMachineVersion CreateStateMachineAlias DescribeStateMachineAlias
  UpdateStateMachineAlias DeleteStateMachineAlias ListStateMachineAliases TagResource UntagResource
  ListTagsForResource ValidateStateMachineDefinition`.split(/\s+/),
);

/**
 * Not differences: members that AWS has added to an answer since it was recorded, names of executions (drawn anew),
 * what becomes of executions (nothing runs here), a list that the recorder cut out of its answer, and what a token
 * looks like.
 */
function isNews({ path, aws, got }: { path: string; aws: unknown; got?: unknown }): boolean {
  if (path.endsWith('.nextToken') && typeof aws === typeof got) return false;
  if (/executionArn$|when_complete\.executions|^\.lst_resp\w*_filter/.test(path)) return false;
  return !(aws === undefined && /encryptionConfiguration|redrive/.test(path));
}

async function play({ steps }: Case) {
  const states = new States().from({ account: ACCOUNT });
  const answers: unknown[] = [];
  const expected: Record<string, unknown> = {};
  const observed: Record<string, unknown> = {};
  for (const { operation, params, expected: wanted } of steps) {
    const sent = JSON.stringify(params).replace(/\{\{(\d+)\.([\w.]+)\}\}/g, (_, step, path) =>
      JSON.stringify(String(memberAt(answers[Number(step)], path))).slice(1, -1),
    );
    const { status, body } = await states.send(operation, sent);
    const answer = JSON.parse(String(body));
    answers.push(answer);
    for (const [key, value] of Object.entries(wanted ?? {})) {
      if (isOfTheClient(value)) continue;
      expected[key] = value;
      observed[key] = asRecorded(value, { operation, status, answer });
    }
  }
  return { expected, observed };
}

function memberAt(value: unknown, path: string): unknown {
  return path.split('.').reduce((at, name) => Object(at)[name], value);
}

/** Recorded is also what boto3 refused to send. */
function isOfTheClient(value: unknown): boolean {
  return JSON.stringify(value).includes('Parameter validation failed');
}

/** The answer in the form that the recorder gave it: SDK style, or what Python printed of an exception. */
function asRecorded(
  value: unknown,
  {
    operation,
    status,
    answer,
  }: { operation: string; status: number; answer: { __type?: string; message?: string } },
): unknown {
  const metadata = { ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: status } };
  if (status === 200) return { ...answer, ...metadata };
  const text = `An error occurred (${answer.__type}) when calling the ${operation} operation: ${answer.message}`;
  if (typeof value === 'string') return text;
  if (typeof value === 'object' && value !== null && 'exception_value' in value) {
    return { exception_typename: answer.__type, exception_value: text };
  }
  return { Error: { Code: answer.__type, Message: answer.message }, message: answer.message, ...metadata };
}
