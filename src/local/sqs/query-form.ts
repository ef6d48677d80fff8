import type { ServiceRequest } from '../../base/http-service.ts';
import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import { listOf, mapOf } from '../service/form.ts';
import { element, type Xml } from '../service/xml.ts';

const NAME_VALUE = ['Name', 'Value'] as const;

/** How SQS's forms write the members of its inputs: flat lists and maps, named in the singular. */
const MEMBERS: Readonly<Record<string, readonly [name: string, read: (branch: Json) => Json | undefined]>> = {
  Attribute: ['Attributes', (branch) => mapOf(branch, NAME_VALUE)],
  AttributeName: ['AttributeNames', listOf],
  MessageAttribute: ['MessageAttributes', (branch) => mapOf(branch, NAME_VALUE)],
  MessageAttributeName: ['MessageAttributeNames', listOf],
  MessageSystemAttribute: ['MessageSystemAttributes', (branch) => mapOf(branch, NAME_VALUE)],
  MessageSystemAttributeName: ['MessageSystemAttributeNames', listOf],
  Tag: ['Tags', (branch) => mapOf(branch, ['Key', 'Value'])],
  TagKey: ['TagKeys', listOf],
  SendMessageBatchRequestEntry: ['Entries', entries],
  DeleteMessageBatchRequestEntry: ['Entries', entries],
  ChangeMessageVisibilityBatchRequestEntry: ['Entries', entries],
};

function entries(branch: Json): Json[] | undefined {
  return listOf(branch)?.map((entry) => (isObject(entry) ? membersOf(entry) : entry));
}

/** The input of an operation, from its form; a queue may also be named by the path. */
export function readForm(
  operation: string,
  form: JsonObject,
  { path }: Pick<ServiceRequest, 'path'>,
): JsonObject {
  const input: { [key: string]: Json } = { ...membersOf(form) };
  if (member(input, 'QueueUrl') === undefined && path.length > 1) input.QueueUrl = path;
  // The one member that its JSON form writes small.
  if (operation === 'CreateQueue' && input.Tags !== undefined) input.tags = input.Tags;
  return input;
}

function membersOf(form: JsonObject): JsonObject {
  const input: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(form)) {
    const known = Object.hasOwn(MEMBERS, key) ? MEMBERS[key] : undefined;
    const [name, read] = known ?? [key, (branch: Json) => branch];
    setOwn(input, name, read(value) ?? value);
  }
  return input;
}

/** How SQS's answers name the items of lists and maps. */
const ITEMS: Readonly<Record<string, string>> = {
  Attributes: 'Attribute',
  MessageAttributes: 'MessageAttribute',
  Messages: 'Message',
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Tags: 'Tag',
};

/** Operations without a result in their answer. */
const SILENT = new Set([
  ...['ChangeMessageVisibility', 'DeleteMessage', 'DeleteQueue', 'PurgeQueue', 'SetQueueAttributes'],
  ...['TagQueue', 'UntagQueue'],
]);

export function writeResult(operation: string, output: JsonObject): Xml {
  if (SILENT.has(operation)) return undefined;
  const entry = `${operation}ResultEntry`;
  return Object.entries(output).map(([name, value]) => {
    if (name === 'Successful') return items(entry, value);
    if (name === 'Failed') return items('BatchResultErrorEntry', value);
    return written(name, value);
  });
}

function written(name: string, value: Json): Xml {
  const item = ITEMS[name];
  if (item !== undefined) return items(item, value);
  if (isObject(value)) return element(name, members(value));
  return element(name, textOf(value));
}

function items(name: string, value: Json): Xml {
  if (isArray(value)) {
    return value.map((one) => element(name, isObject(one) ? members(one) : textOf(one)));
  }
  if (!isObject(value)) return undefined;
  const [key, content] = name === 'Tag' ? ['Key', 'Value'] : NAME_VALUE;
  return Object.entries(value).map(([one, of]) =>
    element(name, [element(key, one), element(content, isObject(of) ? members(of) : textOf(of))]),
  );
}

function members(value: JsonObject): Xml {
  return Object.entries(value).map(([name, one]) => written(name, one));
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
