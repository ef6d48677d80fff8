import type { Difference } from './difference.ts';

interface Explanation {
  /** Of the ids of its cases. */
  readonly part: string;
  readonly reason: string;
  /** The places where such a case may differ; absent: anywhere. */
  readonly where?: RegExp;
}

const REQUEST_ID = {
  reason: 'the record has another placeholder for request ids',
  where: /\.(x-amzn-)?RequestId$/,
};
const OBJECTS = {
  reason: 'recorded before AWS let a Map iterate over an object (2025)',
  where: /^\.history\.events\./,
};
const DISTRIBUTED = 'distributed maps are not there yet';

/** Where we differ from a record, and why. What matches again leaves the table. */
const EXPLAINED: readonly Explanation[] = [
  { part: '::test_uuid', reason: 'the recorder wrote generated-uuid by hand', where: /\.FunctionResult$/ },
  {
    part: '::test_max_concurrency_path_negative',
    reason: 'the record ends after its first event',
    where: /^\.history\.events\.[1-9]$/,
  },
  { part: '[BASE_ASSIGN_FROM_LAMBDA_TASK_RESULT]', ...REQUEST_ID },
  { part: 'context_object/test_context_object::TestSnfBase::test_result_selector', ...REQUEST_ID },
  {
    part: '::test_lambda_invoke_with_retry_extended_input',
    reason: 'recorded before AWS added RedriveCount to the context object',
    where: /\.RedriveCount$/,
  },
  {
    part: '::test_service_lambda_map_timeout',
    reason: 'iterations that time out together do so in any order',
    where: /\.previousEventId$/,
  },
  { part: 'test_map_state_items_eval_jsonata_fail[object]', ...OBJECTS },
  { part: 'test_map_state_items_eval_jsonata_variable_sampling_fail[object]', ...OBJECTS },
  { part: 'test_map_state_items_variable_sampling[object]', ...OBJECTS },
  { part: '::test_cross_account_service_lambda_invoke', ...REQUEST_ID },
  {
    part: '::test_base_task_from_input[HEARTBEAT_SECONDS]',
    reason: 'its function has one second to start, beside fifteen others',
  },
  ...[
    '::test_map_state_config_distributed_items_path_from_previous',
    '::test_map_state_config_distributed_parameters',
    '::test_map_state_config_distributed_reentrant_lambda',
    '::test_map_state_config_inline_item_selector',
    '::test_map_state_label',
    '::test_map_state_lambda',
    '::test_map_state_legacy_config_distributed',
    '::test_map_state_nested_config_distributed',
    '::test_map_state_tolerated_failure_count_path[0]',
    '::test_map_state_tolerated_failure_count_path[1]',
    '::test_map_state_tolerated_failure_values[',
    '[MAP_STATE_REFERENCE_IN_ITEM_SELECTOR]',
    '[MAP_STATE_REFERENCE_IN_TOLERATED_FAILURE_PATH]',
  ].map((part) => ({ part, reason: DISTRIBUTED })),
];

/** Why a case has these differences, or might have them; undefined: nobody knows. */
export function explanationOf(id: string, differences: readonly Difference[]): string | undefined {
  return EXPLAINED.find(
    ({ part, where }) =>
      id.includes(part) && differences.every(({ path }) => where === undefined || where.test(path)),
  )?.reason;
}
