import type { RecordedCase } from './recorded-case.ts';

/** Where we differ from a record on JSONPath, and why. What matches again leaves the table. */
const EXPLAINED: readonly (readonly [part: string, reason: string])[] = [
  ['::test_uuid', 'the record says generated-uuid, which only its recorder wrote'],
  ['::test_reference_in_map_state[', 'the recorder sorted events in a way that it does not tell'],
  ['::test_max_concurrency_path_negative', 'the record ends after its first event'],
  ['[BASE_ASSIGN_FROM_LAMBDA_TASK_RESULT]', 'the record has another placeholder for x-amzn-RequestId'],
  ['context_object/test_context_object::TestSnfBase::test_result_selector', 'as above, for x-amzn-RequestId'],
  ['::test_lambda_invoke_with_retry_extended_input', 'recorded before AWS added Execution.RedriveCount'],
  ['::test_service_lambda_map_timeout', 'iterations that time out together end in any order'],
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
  ].map((part) => [part, 'distributed maps are not there yet'] as const),
];

/** Why a case differs; undefined: nobody knows. */
export function explanationOf({ id }: RecordedCase): string | undefined {
  return EXPLAINED.find(([part]) => id.includes(part))?.[1];
}
