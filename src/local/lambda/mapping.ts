import { functionArn, type Scope } from '../../base/arn.ts';
import type { Json } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';

/** Messages of a queue go to a function: an event source mapping. Its record's text is this as JSON. */
export interface Mapping {
  readonly uuid: string;
  readonly scope: Scope;
  readonly queueArn: string;
  /** Of the function, with the qualifier it was given by. */
  readonly functionName: string;
  readonly batchSize: number;
  /** How long more messages are waited for, seconds. */
  readonly windowSeconds: number;
  readonly isEnabled: boolean;
  /** The function says which messages of a batch have failed. */
  readonly reportsFailures: boolean;
  readonly lastModified: Instant;
}

/** Lambda's `EventSourceMappingConfiguration`. */
export function mappingShown(mapping: Mapping, state?: string): Record<string, Json> {
  const { uuid, scope, isEnabled, reportsFailures } = mapping;
  return {
    UUID: uuid,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.windowSeconds,
    EventSourceArn: mapping.queueArn,
    FunctionArn: functionArn(scope, mapping.functionName),
    LastModified: mapping.lastModified / 1000,
    State: state ?? (isEnabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: 'USER_INITIATED',
    FunctionResponseTypes: reportsFailures ? ['ReportBatchItemFailures'] : [],
    EventSourceMappingArn: `arn:aws:lambda:${scope.region}:${scope.account}:event-source-mapping:${uuid}`,
  };
}

/** @returns undefined when it is no queue's ARN. */
export function queueOf(
  arn: string,
): { readonly scope: Scope; readonly url: string; readonly isFifo: boolean } | undefined {
  const [, region, account, name] = /^arn:aws[a-z-]*:sqs:([a-z0-9-]+):(\d{12}):([\w.-]+)$/.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  // Of a URL the queue reads account and name.
  return { scope: { account, region }, url: `http://sqs/${account}/${name}`, isFifo: name.endsWith('.fifo') };
}
