import { isArray, isObject, type Json, type JsonObject, member, parseJson, setOwn } from '../../base/json.ts';
import type { FunctionAnswer } from '../../integrations/lambda/port.ts';
import type { Mapping } from './mapping.ts';

/** A message that was received, with what deletes it. */
export interface QueueMessage {
  readonly id: string;
  readonly receiptHandle: string;
  /** As ReceiveMessage told it. */
  readonly shown: JsonObject;
}

/** The messages in an answer of ReceiveMessage. */
export function messagesIn(body: JsonObject): QueueMessage[] {
  const messages = member(body, 'Messages');
  if (!isArray(messages)) return [];
  return messages.filter(isObject).map((shown) => ({
    id: String(member(shown, 'MessageId')),
    receiptHandle: String(member(shown, 'ReceiptHandle')),
    shown,
  }));
}

/** What a function gets: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsEvent(messages: readonly QueueMessage[], { queueArn, scope }: Mapping): JsonObject {
  return {
    Records: messages.map(({ id, receiptHandle, shown }) => {
      const md5 = member(shown, 'MD5OfMessageAttributes');
      return {
        messageId: id,
        receiptHandle,
        body: member(shown, 'Body') ?? '',
        attributes: member(shown, 'Attributes') ?? {},
        messageAttributes: attributesOf(member(shown, 'MessageAttributes') ?? {}),
        ...(md5 === undefined ? {} : { md5OfMessageAttributes: md5 }),
        md5OfBody: member(shown, 'MD5OfBody') ?? '',
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn,
        awsRegion: scope.region,
      };
    }),
  };
}

function attributesOf(attributes: Json): JsonObject {
  const shown: Record<string, Json> = {};
  for (const [name, attribute] of Object.entries(isObject(attributes) ? attributes : {})) {
    if (!isObject(attribute)) continue;
    const text = member(attribute, 'StringValue');
    const binary = member(attribute, 'BinaryValue');
    setOwn(shown, name, {
      ...(text === undefined ? {} : { stringValue: text }),
      ...(binary === undefined ? {} : { binaryValue: binary }),
      stringListValues: [],
      binaryListValues: [],
      dataType: member(attribute, 'DataType') ?? '',
    });
  }
  return shown;
}

/**
 * Those that are done, and can be deleted.
 *
 * A function that reports failures says which messages have failed; what it says wrongly fails the whole batch:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function doneOf(
  messages: readonly QueueMessage[],
  answer: Pick<FunctionAnswer, 'functionError' | 'payload'> | undefined,
  { reportsFailures }: Pick<Mapping, 'reportsFailures'>,
): readonly QueueMessage[] {
  if (answer === undefined || answer.functionError !== undefined) return [];
  if (!reportsFailures) return messages;
  const failed = failedIn(answer.payload);
  if (failed === undefined || !failed.every((id) => messages.some((message) => message.id === id))) return [];
  return messages.filter(({ id }) => !failed.includes(id));
}

/** @returns undefined when it cannot be understood. */
function failedIn(payload: string): readonly unknown[] | undefined {
  // A function's answer is JSON, as its runtime wrote it.
  const answer = payload === '' ? null : parseJson(payload);
  if (answer === null) return [];
  if (!isObject(answer)) return undefined;
  const failures = member(answer, 'batchItemFailures') ?? null;
  if (failures === null) return [];
  if (!isArray(failures)) return undefined;
  return failures.map((failure) => (isObject(failure) ? member(failure, 'itemIdentifier') : undefined));
}
