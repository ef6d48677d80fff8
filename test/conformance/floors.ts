/**
 * How many of each area matched when this was last changed: they are never fewer.
 *
 * What may still differ stands in `explained.ts`; the table of both is docs/conformance.md.
 */
export const FLOORS: Readonly<Record<string, number>> = {
  api: 141,
  test_state: 170,
  'executions_pure JSONPath': 509,
  'executions_pure JSONata': 95,
  'executions_lambda JSONPath': 47,
  'executions_lambda JSONata': 15,
  'executions_activity JSONPath': 6,
  'executions_services events': 3,
  'executions_services sns': 13,
  'executions_services sqs': 12,
  'executions_services states': 11,
  'executions_services aws-sdk:sfn': 3,
  'executions_services aws-sdk:s3': 8,
  'express_sync JSONPath': 3,
  'express_async JSONPath': 5,
  'asl valid': 658,
  'asl invalid': 70,
  jsonpath: 207,
  jsonata: 1631,
};
