import type { DocumentWrite } from '../../base/documents.ts';
import { isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { jsonOf, listIn, objectIn, textIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { notImplemented, ServiceRefusal } from '../service/refusal.ts';
import { contentId } from './fifo-topics.ts';
import {
  isFifo,
  type MessageAttribute,
  type MessageAttributes,
  type MessageRecord,
  type SubscriptionRecord,
  type TopicRecord,
  topicArn,
} from './records.ts';
import { invalidParameter } from './refusals.ts';
import { displayed, type SubscriptionServices } from './subscription-operations.ts';
import { isPhoneNumber, takes } from './subscription-settings.ts';

const MESSAGE_BYTES_MAX = 262_144;
const BATCH_MAX = 10;

/** Publish and PublishBatch. */
export function publishOperations(services: SubscriptionServices): Readonly<Record<string, JsonOperation>> {
  const { topics } = services;
  return {
    Publish: async (input, { scope }) => {
      const number = textIn(input, 'PhoneNumber');
      const target = textIn(input, 'TopicArn') ?? textIn(input, 'TargetArn');
      if (number !== undefined && target === undefined)
        return await textMessage(number, input, { scope }, services);
      if (target === undefined) {
        throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
      }
      if (target.includes(':endpoint/')) throw notImplemented('SNS', 'endpoints of platform applications');
      const { record } = await topics.topic(target, scope);
      const [receipt] = await taken([messageOf(input, record, services)], record, services);
      return shown(receipt);
    },

    PublishBatch: async (input, { scope }) => {
      const { record } = await topics.topic(textIn(input, 'TopicArn'), scope);
      const entries = batchOf(input);
      const failed: JsonObject[] = [];
      const messages: { id: string; message: MessageRecord }[] = [];
      for (const { id, entry } of entries) {
        try {
          messages.push({ id, message: messageOf(entry, record, services) });
        } catch (error) {
          if (!(error instanceof ServiceRefusal)) throw error;
          failed.push({ Id: id, Code: error.code, Message: error.message, SenderFault: true });
        }
      }
      const receipts = await taken(
        messages.map(({ message }) => message),
        record,
        services,
      );
      const successful = messages.map(({ id }, i) => ({ Id: id, ...shown(receipts[i]) }));
      return { Successful: successful, Failed: failed };
    },
  };
}

interface Receipt {
  readonly messageId: string;
  readonly sequence?: string | undefined;
}

function shown({ messageId = '', sequence }: Partial<Receipt> = {}): JsonObject {
  return { MessageId: messageId, ...(sequence === undefined ? {} : { SequenceNumber: sequence }) };
}

/** What the publisher is told of each message, which is on disk then. */
async function taken(
  messages: readonly MessageRecord[],
  topic: TopicRecord,
  services: SubscriptionServices,
): Promise<readonly Receipt[]> {
  const { outbox, fifo, now } = services;
  const post = async (fresh: readonly MessageRecord[], also: readonly DocumentWrite[]) => {
    const parcels = await Promise.all(fresh.map((message) => parcelOf(message, topic, services)));
    if ((await outbox.post(parcels, also)) === 'conflict')
      throw new Unavailable('The topic is being changed by another call; try again');
  };
  if (isFifo(topic)) return await fifo.take(topic, { messages, now: now() }, post);
  await post(messages, []);
  return messages;
}

async function parcelOf(message: MessageRecord, topic: TopicRecord, { topics }: SubscriptionServices) {
  const all = await topics.subscriptionsOf(topic);
  return { message, subscriptions: all.map(({ record }) => record).filter((one) => takes(one, message)) };
}

async function textMessage(
  number: string,
  input: JsonObject,
  { scope }: Pick<SubscriptionRecord, 'scope'>,
  { outbox, entropy, now }: SubscriptionServices,
): Promise<JsonObject> {
  if (!isPhoneNumber(number))
    throw invalidParameter(`PhoneNumber Reason: ${number} is not valid to publish to`);
  const message = { ...contentOf(input), scope, topicArn: '', messageId: entropy.uuid(), publishedAt: now() };
  const nobody = { attributes: {}, token: '', isConfirmed: true, topic: '' };
  const subscription = { ...nobody, scope, id: entropy.uuid(), protocol: 'sms', endpoint: number } as const;
  await outbox.post([{ message: { ...message, type: 'Notification' }, subscriptions: [subscription] }]);
  return { MessageId: message.messageId };
}

function messageOf(
  input: JsonObject,
  topic: TopicRecord,
  { entropy, now }: SubscriptionServices,
): MessageRecord {
  const group = textIn(input, 'MessageGroupId');
  if (group !== undefined) checkId('MessageGroupId', group);
  if (!isFifo(topic) && member(input, 'MessageDeduplicationId') !== undefined) {
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  }
  const { scope, name } = topic;
  const content = contentOf(input);
  return {
    type: 'Notification',
    ...content,
    ...(isFifo(topic) ? { deduplicationId: deduplicationIdOf(input, topic) } : {}),
    ...(group === undefined ? {} : { group }),
    ...displayed(topic),
    scope,
    topicArn: topicArn(scope, name),
    messageId: entropy.uuid(),
    publishedAt: now(),
  };
}

/** What makes a message of a FIFO topic the same as another one. @throws ServiceRefusal when it has no group, too. */
function deduplicationIdOf(input: JsonObject, { attributes }: TopicRecord): string {
  if (member(input, 'MessageGroupId') === undefined)
    throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  const id = textIn(input, 'MessageDeduplicationId');
  if (id !== undefined) {
    checkId('MessageDeduplicationId', id);
    return id;
  }
  if (attributes.ContentBasedDeduplication === 'true') return contentId(textIn(input, 'Message') ?? '');
  throw invalidParameter(
    'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function checkId(name: string, id: string): void {
  if (/^[!-~]{1,128}$/.test(id)) return;
  throw invalidParameter(
    `${name} Reason: Value can only include alphanumeric and punctuation characters, 1 to 128 in length`,
  );
}

type Content = Pick<MessageRecord, 'message' | 'messages' | 'subject' | 'attributes'>;

function contentOf(input: JsonObject): Content {
  const message = textIn(input, 'Message') ?? '';
  if (message === '') throw invalidParameter('Empty message');
  const attributes = attributesOf(input);
  const bytes = Object.entries(attributes).reduce(
    (sum, [name, { type, value }]) => sum + Buffer.byteLength(name + type + value),
    Buffer.byteLength(message),
  );
  if (bytes > MESSAGE_BYTES_MAX) throw invalidParameter('Message too long');
  const subject = textIn(input, 'Subject');
  if (subject !== undefined) checkSubject(subject);
  return {
    ...textsOf(message, textIn(input, 'MessageStructure')),
    ...(subject === undefined ? {} : { subject }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

/** One line of text: it becomes the header of a mail. */
function checkSubject(subject: string): void {
  const isFine =
    subject.length > 0 && subject.length <= 100 && !/[\p{Cc}]/u.test(subject) && !/^\s/.test(subject);
  if (!isFine) throw invalidParameter('Subject');
}

function textsOf(message: string, structure: string | undefined): Pick<Content, 'message' | 'messages'> {
  if (structure === undefined) return { message };
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  const value = jsonOf(message);
  if (!isObject(value)) throw invalidParameter('Message Structure - JSON message body failed to parse');
  const texts: Record<string, string> = {};
  for (const [protocol, text] of Object.entries(value))
    if (typeof text === 'string') setOwn(texts, protocol, text);
  const text = Object.hasOwn(texts, 'default') ? texts.default : undefined;
  if (text === undefined) throw invalidParameter('Message Structure - No default entry in JSON message body');
  return { message: text, messages: texts };
}

function attributesOf(input: JsonObject): MessageAttributes {
  const attributes: Record<string, MessageAttribute> = {};
  for (const [name, value] of Object.entries(objectIn(input, 'MessageAttributes') ?? {})) {
    setOwn(attributes, name, readAttribute(name, value));
  }
  return attributes;
}

function readAttribute(name: string, input: Json): MessageAttribute {
  const wrong = (what: string) =>
    new ServiceRefusal('ParameterValueInvalid', `The message attribute '${name}' ${what}.`);
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name) || /^\.|\.\.|\.$|^(aws|amazon)\./i.test(name))
    throw wrong('has an invalid name');
  if (!isObject(input)) throw wrong('must have a value');
  const type = textIn(input, 'DataType') ?? '';
  if (!/^(String|Number|Binary|String\.Array)(\..{1,200})?$/.test(type)) {
    throw wrong(
      'has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String',
    );
  }
  const value = textIn(input, type.startsWith('Binary') ? 'BinaryValue' : 'StringValue') ?? '';
  if (value === '')
    throw wrong(`must contain non-empty message attribute value for message attribute type '${type}'`);
  if (type.startsWith('Number') && !Number.isFinite(Number(value))) {
    throw new ServiceRefusal(
      'ParameterValueInvalid',
      `Could not cast message attribute '${name}' value to number.`,
    );
  }
  return { type, value };
}

function batchOf(input: JsonObject): { id: string; entry: JsonObject }[] {
  const entries = (listIn(input, 'PublishBatchRequestEntries') ?? []).map((entry) => {
    if (!isObject(entry)) throw invalidParameter('PublishBatchRequestEntries');
    return { id: textIn(entry, 'Id') ?? '', entry };
  });
  if (entries.length === 0)
    throw new ServiceRefusal('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > BATCH_MAX) {
    throw new ServiceRefusal(
      'TooManyEntriesInBatchRequest',
      'The batch request contains more entries than permissible.',
    );
  }
  if (new Set(entries.map(({ id }) => id)).size < entries.length) {
    throw new ServiceRefusal(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  if (!entries.every(({ id }) => /^[\w-]{1,80}$/.test(id))) {
    throw new ServiceRefusal(
      'InvalidBatchEntryId',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
  return entries;
}
