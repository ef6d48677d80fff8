import { ServiceRefusal } from '../service/refusal.ts';

/** Where the code of AWS Query is another than the name of the error in AWS JSON. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** Errors of AWS's common framework, which are no part of SQS's own model. */
const COMMON: Readonly<Record<string, string>> = {
  InvalidParameterValue: 'InvalidParameterValueException',
  MissingParameter: 'MissingRequiredParameterException',
};

export function queryCodeOf(code: string): string {
  return QUERY_CODES[code] ?? code;
}

/** SDKs that were written for AWS Query look for its codes in a header. */
export function jsonCodeOf(code: string): { type: string; headers: Readonly<Record<string, string>> } {
  const common = COMMON[code];
  const type = common === undefined ? `com.amazonaws.sqs#${code}` : `com.amazon.coral.service#${common}`;
  const fault = code === 'ServiceUnavailable' ? 'Receiver' : 'Sender';
  return { type, headers: { 'x-amzn-query-error': `${queryCodeOf(code)};${fault}` } };
}

export function queueDoesNotExist(): ServiceRefusal {
  return new ServiceRefusal('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function missing(name: string): ServiceRefusal {
  return new ServiceRefusal('MissingParameter', `The request must contain the parameter ${name}.`);
}

export function invalidParameter(name: string, value: string | number, reason: string): ServiceRefusal {
  const message = `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`;
  return new ServiceRefusal('InvalidParameterValue', message);
}

export function invalidAttribute(name: string): ServiceRefusal {
  return new ServiceRefusal('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

export function unknownAttribute(name: string): ServiceRefusal {
  return new ServiceRefusal('InvalidAttributeName', `Unknown Attribute ${name}.`);
}
