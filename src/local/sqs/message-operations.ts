import type { Json, JsonObject } from '../../base/json.ts';
import { setOwn } from '../../base/json.ts';
import { textIn, textsIn, wholeIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { eachOf, entriesOf, failureOf, resultOf } from './batch.ts';
import { bytesOf, isBinary, type MessageAttributes, md5OfAttributes, md5OfBody } from './message.ts';
import { outgoingOf } from './outgoing.ts';
import type { Outgoing, Queue, Received, Sent } from './queue.ts';
import { MESSAGE_BYTES_MAX } from './queue-attributes.ts';
import type { QueueOf } from './queue-operations.ts';
import { invalidParameter, missing } from './refusals.ts';

const VISIBILITY_SECONDS_MAX = 43_200;
const WAIT_SECONDS_MAX = 20;
const RECEIVED_MAX = 10;

/** The operations on messages. */
export function messageOperations(queueOf: QueueOf): Readonly<Record<string, JsonOperation>> {
  return {
    SendMessage: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      const message = outgoingOf(input, queue.settings, scope.account);
      const [sent] = await queue.send([message]);
      return sent === undefined ? {} : answerOf(message, sent);
    },

    SendMessageBatch: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      return await sendAll(queue, entriesOf(input, 'SendMessageBatchRequestEntry'), scope.account);
    },

    ReceiveMessage: async (input, { scope, signal }) => {
      const queue = await queueOf(input, scope);
      const { visibilityMs, waitMs } = queue.settings;
      const wanted = {
        max: within(input, 'MaxNumberOfMessages', { min: 1, max: RECEIVED_MAX }) ?? 1,
        visibilityMs: milliseconds(within(input, 'VisibilityTimeout', VISIBILITY)) ?? visibilityMs,
        waitMs: milliseconds(within(input, 'WaitTimeSeconds', { min: 0, max: WAIT_SECONDS_MAX })) ?? waitMs,
      };
      const system = [
        ...(textsIn(input, 'AttributeNames') ?? []),
        ...(textsIn(input, 'MessageSystemAttributeNames') ?? []),
      ];
      const names = textsIn(input, 'MessageAttributeNames') ?? [];
      const received = await queue.receive(wanted, signal);
      if (received.length === 0) return {};
      return { Messages: received.map((one) => messageOf(one, system, names)) };
    },

    DeleteMessage: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      return await deleteOne(queue, input);
    },

    DeleteMessageBatch: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      const entries = entriesOf(input, 'DeleteMessageBatchRequestEntry');
      return await eachOf(entries, (entry) => deleteOne(queue, entry));
    },

    ChangeMessageVisibility: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      return await hideOne(queue, input);
    },

    ChangeMessageVisibilityBatch: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      const entries = entriesOf(input, 'ChangeMessageVisibilityBatchRequestEntry');
      return await eachOf(entries, (entry) => hideOne(queue, entry));
    },
  };
}

function answerOf(message: Outgoing, { messageId, sequence }: Sent): JsonObject {
  const md5 = md5OfAttributes(message.attributes);
  const { traceHeader } = message;
  const system = traceHeader && md5OfAttributes({ AWSTraceHeader: { type: 'String', value: traceHeader } });
  return {
    ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5 }),
    MD5OfMessageBody: md5OfBody(message.body),
    ...(system === undefined ? {} : { MD5OfMessageSystemAttributes: system }),
    MessageId: messageId,
    ...(sequence === undefined ? {} : { SequenceNumber: sequence }),
  };
}

/** Those that are valid are written together. */
async function sendAll(
  queue: Queue,
  entries: ReturnType<typeof entriesOf>,
  sender: string,
): Promise<JsonObject> {
  const messages: { id: string; message: Outgoing }[] = [];
  const failed: JsonObject[] = [];
  for (const { id, input } of entries) {
    try {
      messages.push({ id, message: outgoingOf(input, queue.settings, sender) });
    } catch (error) {
      failed.push(failureOf(id, error));
    }
  }
  const bytes = messages.reduce((sum, { message }) => sum + bytesOf(message), 0);
  if (bytes > MESSAGE_BYTES_MAX) {
    throw new ServiceRefusal(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MESSAGE_BYTES_MAX} bytes. You have sent ${bytes} bytes.`,
    );
  }
  const sent = await queue.send(messages.map(({ message }) => message));
  const successful = messages.flatMap(({ id, message }, i) => {
    const one = sent[i];
    return one === undefined ? [] : [{ Id: id, ...answerOf(message, one) }];
  });
  return resultOf(successful, failed);
}

async function deleteOne(queue: Queue, input: JsonObject): Promise<JsonObject> {
  await queue.delete(receiptOf(input));
  return {};
}

async function hideOne(queue: Queue, input: JsonObject): Promise<JsonObject> {
  const receipt = receiptOf(input);
  const seconds = within(input, 'VisibilityTimeout', VISIBILITY);
  if (seconds === undefined) throw missing('VisibilityTimeout');
  await queue.changeVisibility(receipt, seconds * 1000);
  return {};
}

function receiptOf(input: JsonObject): string {
  const receipt = textIn(input, 'ReceiptHandle');
  if (receipt === undefined || receipt === '') throw missing('ReceiptHandle');
  return receipt;
}

const VISIBILITY = { min: 0, max: VISIBILITY_SECONDS_MAX };

function within(
  input: JsonObject,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const value = wholeIn(input, name);
  if (value === undefined || (value >= min && value <= max)) return value;
  throw invalidParameter(name, value, `Must be >= ${min} and <= ${max}, if provided.`);
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function messageOf(received: Received, system: readonly string[], names: readonly string[]): JsonObject {
  const { messageId, receiptHandle, message } = received;
  const attributes = chosen(message.attributes ?? {}, names);
  const known = systemAttributesOf(received);
  const asked = system.includes('All')
    ? known
    : Object.fromEntries(Object.entries(known).filter(([name]) => system.includes(name)));
  const md5 = md5OfAttributes(attributes);
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5OfBody(message.body),
    Body: message.body,
    ...(Object.keys(asked).length === 0 ? {} : { Attributes: asked }),
    ...(md5 === undefined ? {} : { MD5OfMessageAttributes: md5, MessageAttributes: printed(attributes) }),
  };
}

function systemAttributesOf({
  message,
  receives,
  firstReceivedAt,
}: Received): Readonly<Record<string, string>> {
  const optional = {
    SequenceNumber: message.sequence,
    MessageDeduplicationId: message.duplicateOf,
    MessageGroupId: message.group,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const known = Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(receives),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    ...Object.fromEntries(known),
  };
}

/** @param names `All`, `.*`, a prefix like `foo.*`, or a name. */
function chosen(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isAsked = (name: string) =>
    names.some((one) => {
      if (one === 'All' || one === '.*') return true;
      return one.endsWith('.*')
        ? name.startsWith(one.slice(0, -1)) || name === one.slice(0, -2)
        : name === one;
    });
  const found: Record<string, MessageAttributes[string]> = {};
  for (const [name, one] of Object.entries(attributes)) if (isAsked(name)) setOwn(found, name, one);
  return found;
}

function printed(attributes: MessageAttributes): JsonObject {
  const all: Record<string, Json> = {};
  for (const [name, one] of Object.entries(attributes)) {
    const value = isBinary(one) ? { BinaryValue: one.value } : { StringValue: one.value };
    setOwn(all, name, { ...value, DataType: one.type });
  }
  return all;
}
