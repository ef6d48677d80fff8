import type { Difference } from './difference.ts';

interface Explanation {
  /** Of the ids of its cases. */
  readonly part: string;
  readonly reason: string;
  /** The places where such a case may differ; absent: anywhere. */
  readonly where?: RegExp;
}

const OBJECTS = {
  reason: 'recorded before AWS let a Map iterate over an object (2025)',
  where: /^\.history\.events\./,
};

const EXECUTIONS: readonly Explanation[] = [
  {
    part: '::test_map_state_label',
    reason: 'the record has no white space in a state that was started with it; nine others have',
    where: /\.events\.1\.stateEnteredEventDetails\.input$/,
  },
  { part: '::test_uuid', reason: 'the recorder wrote generated-uuid by hand', where: /\.FunctionResult$/ },
  {
    part: '::test_max_concurrency_path_negative',
    reason: 'the record ends after its first event',
    where: /^\.history\.events\.[1-9]$/,
  },
  {
    part: '::test_service_lambda_map_timeout',
    reason: 'iterations that time out together do so in any order',
    where: /\.previousEventId$/,
  },
  { part: 'test_map_state_items_eval_jsonata_fail[object]', ...OBJECTS },
  { part: 'test_map_state_items_eval_jsonata_variable_sampling_fail[object]', ...OBJECTS },
  { part: 'test_map_state_items_variable_sampling[object]', ...OBJECTS },
  {
    part: '::test_base_task_from_input[HEARTBEAT_SECONDS]',
    reason: 'its function has one second to start, beside fifteen others',
  },
];

const API: readonly Explanation[] = [
  { part: '[MAP_STATE_REFERENCE_IN_MAX_ITEMS_PATH]', reason: 'item readers are not there yet' },
  { part: '::test_list_map_runs_and_describe_map_run', reason: 'item readers are not there yet' },
];

const SERVICES: readonly Explanation[] = [
  {
    part: '::test_send_message_no_such_queue',
    reason: 'the record has the name of a queue that is not in its input',
    where: /[cC]ause$/,
  },
  {
    part: '::test_sqs_failure_in_wait_for_task_tok',
    reason: 'the record shows the date of its run',
    where: /\.Date(\.0)?$/,
  },
];

/** Published as valid, but AWS was recorded or measured to refuse their like. */
const ASL: readonly Explanation[] = [
  { part: '/valid-assign.asl.json', reason: 'the variable top-level is no identifier' },
  { part: '__map_state_items_variable.asl.json', reason: 'a comment stands where a variable is named' },
  {
    part: '/valid-map-with-item-batcher-jsonata.json',
    reason: 'a JSONPath state in a JSONata machine',
  },
  { part: '/valid-task-credentials.json', reason: 'Credentials without RoleArn' },
  { part: '/task-with-credentials.json', reason: 'Credentials without RoleArn' },
  { part: '/valid-task-intrisic-function.json', reason: "CloudFormation's objects for Resource" },
  { part: '/documentSucceedFailTerminalState.json', reason: 'a state name is used twice' },
  { part: '__task_retry_reference_exception.asl.json', reason: "strings for a retrier's numbers" },
  { part: '__task_lambda_invoke_catch_tbd.asl.json', reason: 'an empty ErrorEquals' },
  { part: '__task_service_lambda_invoke_catch_tbd.asl.json', reason: 'an empty ErrorEquals' },
  {
    part: '__escape_sequences_illegal_intrinsic_function',
    reason: 'an escape that intrinsic functions do not have',
  },
].map(({ part, reason }) => ({ part, reason: `AWS refuses it, too: ${reason}` }));

const NO_ROOT = 'a path begins with `$` on AWS; Jayway 2.10 puts it in front where it is not';

const JSONPATH: readonly Explanation[] = [
  { part: 'current_with_dot_notation', reason: NO_ROOT },
  { part: 'dot_notation_without_root', reason: NO_ROOT },
  { part: 'dot_notation_without_dot', reason: '`$a` is a variable on AWS, which came after Jayway' },
];

/** The suite is that of JSONata 2.2; AWS runs 2.0.6, without `$eval` and with bounds of its own. */
const JSONATA: readonly Explanation[] = [
  { part: 'coalescing-operator/', reason: '`??` came with JSONata 2.1, AWS has 2.0.6' },
  { part: 'default-operator/', reason: '`?:` came with JSONata 2.1, AWS has 2.0.6' },
  { part: 'function-eval/', reason: 'AWS has no `$eval`' },
  { part: 'function-string/case030', reason: '2.0.6 prints whole numbers with 15 digits, too' },
  ...[1, 2, 3, 4].map((digit) => ({
    part: `range-operator/case02${digit}`,
    reason: "AWS's bound on memory is reached first",
  })),
  ...[1, 2, 5, 6].map((digit) => ({
    part: `tail-recursion/case00${digit}`,
    reason: "AWS's bounds on depth and time have no code",
  })),
];

/** Where we differ, and why, by the first word of the area. What matches again leaves the table. */
const EXPLAINED: Readonly<Record<string, readonly Explanation[]>> = {
  api: API,
  executions_pure: EXECUTIONS,
  executions_lambda: EXECUTIONS,
  executions_services: SERVICES,
  express_sync: ['::test_catch', '::test_retry'].map((part) => ({
    part,
    reason: 'its function takes its own time here',
    where: /\.billedDurationInMilliseconds$/,
  })),
  asl: ASL,
  jsonpath: JSONPATH,
  jsonata: JSONATA,
};

/** Why a case has these differences, or might have them; undefined: nobody knows. */
export function explanationOf(
  { area, id }: { readonly area: string; readonly id: string },
  differences: readonly Difference[],
): string | undefined {
  return EXPLAINED[area.split(' ')[0] ?? '']?.find(
    ({ part, where }) =>
      id.includes(part) && differences.every(({ path }) => where === undefined || where.test(path)),
  )?.reason;
}
