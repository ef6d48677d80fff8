import type { Scope } from '../../base/arn.ts';
import type { JsonObject } from '../../base/json.ts';
import { entriesIn, textIn, textsIn, wholeIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { tagged, untagged } from '../service/tags.ts';
import type { Queue } from './queue.ts';
import { checkAttributes, type QueueAttributes, settingsOf, withDefaults } from './queue-attributes.ts';
import { queueArn } from './queue-record.ts';
import type { Queues } from './queues.ts';
import { invalidParameter, missing, queueDoesNotExist, unknownAttribute } from './refusals.ts';

/** The queue that an input names by `QueueUrl`. @throws ServiceRefusal when there is none. */
export type QueueOf = (input: JsonObject, scope: Scope) => Promise<Queue>;

const LIST_MAX = 1000;

export function queueLookup(queues: Queues): QueueOf {
  return async (input, scope) => {
    const url = textIn(input, 'QueueUrl');
    if (url === undefined || url === '') throw missing('QueueUrl');
    const [, account, name] = QUEUE_PATH.exec(url) ?? [];
    if (account === undefined || name === undefined) {
      throw new ServiceRefusal('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
    }
    const queue = account === scope.account ? await queues.find(scope, name) : undefined;
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  };
}

/** Whatever host and port: a queue is the same by any of this server's names. */
const QUEUE_PATH = /(?:^|\/)(\d{12})\/([\w.-]{1,80})\/?$/;

/** The operations on queues as such. */
export function queueOperations(queues: Queues, url: () => string): Readonly<Record<string, JsonOperation>> {
  const queueOf = queueLookup(queues);
  const urlOf = ({ account }: Scope, name: string) => `${url()}/${account}/${name}`;
  return {
    CreateQueue: async (input, { scope }) => {
      const name = nameOf(input);
      const attributes = entriesIn(input, 'Attributes') ?? [];
      const isFifo = attributes.some(([key, value]) => key === 'FifoQueue' && value === 'true');
      checkName(name, isFifo);
      checkAttributes(attributes, { isFifo });
      await checkRedrive(queues, scope, Object.fromEntries(attributes));
      const tags = tagged({}, entriesIn(input, 'tags') ?? []);
      await queues.create({ scope, name }, Object.fromEntries(attributes), tags);
      return { QueueUrl: urlOf(scope, name) };
    },

    GetQueueUrl: async (input, { scope }) => {
      const name = nameOf(input);
      const owner = textIn(input, 'QueueOwnerAWSAccountId') ?? scope.account;
      const queue = owner === scope.account ? await queues.find(scope, name) : undefined;
      if (queue === undefined) throw queueDoesNotExist();
      return { QueueUrl: urlOf(scope, name) };
    },

    ListQueues: async (input, { scope }) => {
      const names = await queues.list(scope, textIn(input, 'QueueNamePrefix') ?? '');
      return pageOf(names.sort(), input, 'QueueUrls', (name) => urlOf(scope, name));
    },

    ListDeadLetterSourceQueues: async (input, { scope }) => {
      const { record } = await queueOf(input, scope);
      const names = await queues.sourcesOf(scope, queueArn(scope, record.name));
      return { queueUrls: [], ...pageOf(names.sort(), input, 'queueUrls', (name) => urlOf(scope, name)) };
    },

    DeleteQueue: async (input, { scope }) => {
      await queues.delete(await queueOf(input, scope));
      return {};
    },

    PurgeQueue: async (input, { scope }) => {
      await queues.purge(await queueOf(input, scope));
      return {};
    },

    GetQueueAttributes: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      const names = textsIn(input, 'AttributeNames') ?? [];
      if (names.length === 0) return {};
      const all = await attributesOf(queue);
      for (const name of names) {
        if (name !== 'All' && !KNOWN.has(name)) throw unknownAttribute(name);
      }
      if (names.includes('All')) return { Attributes: all };
      const asked = Object.entries(all).filter(([name]) => names.includes(name));
      return asked.length === 0 ? {} : { Attributes: Object.fromEntries(asked) };
    },

    SetQueueAttributes: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      const changes = entriesIn(input, 'Attributes');
      if (changes === undefined) throw missing('Attributes');
      const isFifo = queue.settings.isFifo;
      checkAttributes(changes, { isFifo });
      // A queue stays what it is.
      if (changes.some(([name]) => name === 'FifoQueue')) throw unknownAttribute('FifoQueue');
      await checkRedrive(queues, scope, tagged(queue.record.attributes, changes));
      await queues.update(queue, ({ attributes }) => ({ attributes: tagged(attributes, changes) }));
      return {};
    },

    ListQueueTags: async (input, { scope }) => {
      const { tags } = (await queueOf(input, scope)).record;
      return Object.keys(tags).length === 0 ? {} : { Tags: tags };
    },

    TagQueue: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      const more = entriesIn(input, 'Tags') ?? [];
      if (more.length === 0) throw missing('Tags');
      const all = tagged(queue.record.tags, more);
      if (Object.keys(all).length > TAGS_MAX) {
        throw new ServiceRefusal(
          'InvalidParameterValue',
          `Too many tags added for queue ${queue.record.name}.`,
        );
      }
      await queues.update(queue, ({ tags }) => ({ tags: tagged(tags, more) }));
      return {};
    },

    UntagQueue: async (input, { scope }) => {
      const queue = await queueOf(input, scope);
      const keys = textsIn(input, 'TagKeys') ?? [];
      if (keys.length === 0) throw missing('TagKeys');
      await queues.update(queue, ({ tags }) => ({ tags: untagged(tags, keys) }));
      return {};
    },
  };
}

const TAGS_MAX = 50;

/** @throws ServiceRefusal when dead letters would go to a queue that is not there, or of the other type. */
async function checkRedrive(queues: Queues, scope: Scope, attributes: QueueAttributes): Promise<void> {
  const { redrive, isFifo } = settingsOf(attributes);
  if (redrive === undefined) return;
  const target = await queues.neighbour(scope, redrive.targetArn);
  const policy = attributes.RedrivePolicy ?? '';
  if (target === undefined)
    throw invalidParameter('RedrivePolicy', policy, 'Dead letter target does not exist.');
  if (target.settings.isFifo === isFifo) return;
  throw invalidParameter(
    'RedrivePolicy',
    policy,
    'Dead-letter queue must be same type of queue as the source.',
  );
}

function nameOf(input: JsonObject): string {
  const name = textIn(input, 'QueueName');
  if (name === undefined || name === '') throw missing('QueueName');
  return name;
}

function checkName(name: string, isFifo: boolean): void {
  if (isFifo) {
    if (/^[\w-]{1,75}\.fifo$/.test(name)) return;
    throw invalidParameter(
      'QueueName',
      name,
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (/^[\w-]{1,80}$/.test(name)) return;
  throw invalidParameter(
    'QueueName',
    name,
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

function pageOf(
  names: readonly string[],
  input: JsonObject,
  member: string,
  print: (name: string) => string,
): JsonObject {
  const max = wholeIn(input, 'MaxResults');
  if (max !== undefined && (max < 1 || max > LIST_MAX)) {
    throw invalidParameter('MaxResults', max, `MaxResults must be between 1 and ${LIST_MAX}.`);
  }
  const token = textIn(input, 'NextToken');
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  const rest = names.filter((name) => name > after);
  const page = rest.slice(0, max ?? LIST_MAX);
  if (page.length === 0) return {};
  // Without MaxResults there is no token, as on AWS.
  const last = max !== undefined && rest.length > page.length ? page.at(-1) : undefined;
  const next = last === undefined ? {} : { NextToken: Buffer.from(last).toString('base64url') };
  return { [member]: page.map(print), ...next };
}

const COUNTED = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
] as const;

const KNOWN = new Set([
  ...COUNTED,
  ...[
    'QueueArn',
    'CreatedTimestamp',
    'LastModifiedTimestamp',
    'Policy',
    'RedrivePolicy',
    'RedriveAllowPolicy',
  ],
  ...['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'],
  ...Object.keys(withDefaults({ FifoQueue: 'true' })),
]);

async function attributesOf(queue: Queue): Promise<Readonly<Record<string, string>>> {
  const { scope, name, attributes, createdAt, modifiedAt } = queue.record;
  const { visible, delayed, inFlight } = await queue.counts();
  return {
    QueueArn: queueArn(scope, name),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(modifiedAt / 1000)),
    ...withDefaults(attributes),
  };
}
