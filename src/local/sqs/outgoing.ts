import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject, setOwn } from '../../base/json.ts';
import { objectIn, textIn, wholeIn } from '../service/fields.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { bytesOf, isBinary, type MessageAttribute, type MessageAttributes } from './message.ts';
import type { Outgoing } from './queue.ts';
import type { QueueSettings } from './queue-attributes.ts';
import { invalidParameter, missing } from './refusals.ts';

const DELAY_SECONDS_MAX = 900;
const ATTRIBUTES_MAX = 10;
const NOT_FOR_THIS_TYPE = 'The request include parameter that is not valid for this queue type';

/** Reads a message that somebody sends to a queue. @throws ServiceRefusal in SQS's words. */
export function outgoingOf(input: JsonObject, settings: QueueSettings, sender: string): Outgoing {
  const body = textIn(input, 'MessageBody');
  if (body === undefined || body === '') throw missing('MessageBody');
  refuseControls(body);
  const attributes = attributesOf(input);
  const bytes = bytesOf({ body, ...(attributes && { attributes }) });
  if (bytes > settings.messageBytesMax) {
    const limit = `Message must be shorter than ${settings.messageBytesMax} bytes.`;
    throw new ServiceRefusal('InvalidParameterValue', `One or more parameters are invalid. Reason: ${limit}`);
  }
  const delay = wholeIn(input, 'DelaySeconds');
  if (delay !== undefined && (delay < 0 || delay > DELAY_SECONDS_MAX)) {
    throw invalidParameter('DelaySeconds', delay, `DelaySeconds must be >= 0 and <= ${DELAY_SECONDS_MAX}.`);
  }
  const traceHeader = traceHeaderOf(input);
  return {
    ...{ body, sender },
    ...(attributes && { attributes }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(settings.isFifo ? orderOf(input, body, settings) : fairnessOf(input)),
    ...(delay === undefined ? {} : { delayMs: delay * 1000 }),
  };
}

function refuseControls(text: string): void {
  const found = FORBIDDEN.exec(text)?.[0];
  if (found === undefined) return;
  const allowed = '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF';
  throw new ServiceRefusal(
    'InvalidMessageContents',
    `Invalid binary character '#x${found.charCodeAt(0).toString(16)}' was found in the message body, the set of allowed characters is ${allowed}`,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what SQS forbids.
const FORBIDDEN = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** What puts a message into its place in a FIFO queue. */
function orderOf(
  input: JsonObject,
  body: string,
  settings: QueueSettings,
): Pick<Outgoing, 'group' | 'duplicateId'> {
  const group = textIn(input, 'MessageGroupId');
  if (group === undefined) throw missing('MessageGroupId');
  checkId('MessageGroupId', group);
  const delay = wholeIn(input, 'DelaySeconds');
  if (delay !== undefined && delay > 0) throw invalidParameter('DelaySeconds', delay, NOT_FOR_THIS_TYPE);
  const id = textIn(input, 'MessageDeduplicationId');
  if (id !== undefined) {
    checkId('MessageDeduplicationId', id);
    return { group, duplicateId: id };
  }
  if (settings.hasContentDeduplication) {
    return { group, duplicateId: createHash('sha256').update(body).digest('hex') };
  }
  throw new ServiceRefusal(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

/** A standard queue keeps the group for its receivers. */
function fairnessOf(input: JsonObject): Pick<Outgoing, 'group'> {
  const id = textIn(input, 'MessageDeduplicationId');
  if (id !== undefined) throw invalidParameter('MessageDeduplicationId', id, NOT_FOR_THIS_TYPE);
  const group = textIn(input, 'MessageGroupId');
  if (group === undefined) return {};
  checkId('MessageGroupId', group);
  return { group };
}

function checkId(name: string, value: string): void {
  if (/^[!-~]{1,128}$/.test(value)) return;
  const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
  throw invalidParameter(name, value, reason);
}

function traceHeaderOf(input: JsonObject): string | undefined {
  const system = Object.entries(objectIn(input, 'MessageSystemAttributes') ?? {});
  for (const [name] of system) {
    if (name === 'AWSTraceHeader') continue;
    const reason = 'Message system attribute name is not valid.';
    throw invalidParameter('MessageSystemAttributes', name, reason);
  }
  const header = system[0]?.[1];
  return header === undefined ? undefined : readAttribute('AWSTraceHeader', header).value;
}

function attributesOf(input: JsonObject): MessageAttributes | undefined {
  const entries = Object.entries(objectIn(input, 'MessageAttributes') ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > ATTRIBUTES_MAX) {
    throw new ServiceRefusal(
      'InvalidParameterValue',
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${ATTRIBUTES_MAX}].`,
    );
  }
  const attributes: Record<string, MessageAttribute> = {};
  for (const [name, value] of entries) {
    checkAttributeName(name);
    setOwn(attributes, name, readAttribute(name, value));
  }
  return attributes;
}

function checkAttributeName(name: string): void {
  const isFine = /^[A-Za-z0-9_.-]{1,256}$/.test(name) && !/^\.|\.\.|\.$|^(aws|amazon)\./i.test(name);
  if (isFine) return;
  throw new ServiceRefusal('InvalidParameterValue', `The message attribute name '${name}' is invalid.`);
}

function readAttribute(name: string, input: Json): MessageAttribute {
  const wrong = (what: string) =>
    new ServiceRefusal('InvalidParameterValue', `The message attribute '${name}' ${what}.`);
  if (!isObject(input)) throw wrong('must be an object');
  const type = textIn(input, 'DataType');
  if (type === undefined || type === '') throw wrong('must contain non-empty message attribute type');
  if (!/^(String|Number|Binary)(\..+)?$/.test(type) || type.length > 256) {
    throw wrong(
      `has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String`,
    );
  }
  const value = textIn(input, isBinary({ type, value: '' }) ? 'BinaryValue' : 'StringValue');
  if (value === undefined || value === '') {
    throw wrong(`must contain non-empty message attribute value for message attribute type '${type}'`);
  }
  if (type.startsWith('Number') && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(value)) {
    throw new ServiceRefusal(
      'InvalidParameterValue',
      `Can't cast the value of message (user) attribute '${name}' to a number.`,
    );
  }
  return { type, value };
}
