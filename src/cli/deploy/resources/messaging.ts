import { isObject, type JsonObject, member } from '../../../base/json.ts';
import { ApiError } from '../../client.ts';
import { deleted, documentText, found, listOf, objectsOf, textFrom, textOf } from '../answers.ts';
import { type Aws, xmlText } from '../aws.ts';
import type { Kept, Made, ResourceType, Services, Wanted } from '../resource-type.ts';

/** Topics and queues. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_SNS.html, AWS_SQS.html */
export const MESSAGING_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::SNS::Topic': {
    properties: {
      ...{ TopicName: 'replace', FifoTopic: 'replace', DisplayName: 'update', Subscription: 'update' },
      ...{
        ContentBasedDeduplication: 'update',
        KmsMasterKeyId: 'noted',
        Tags: 'noted',
        TracingConfig: 'noted',
      },
    },
    attributes: ['TopicArn', 'TopicName'],
    naming: { property: 'TopicName', lengthMax: 256 },
    create: createTopic,
    update: updateTopic,
    async remove({ name }, services) {
      await deleted(services.aws.query('sns', 'DeleteTopic', { TopicArn: topicArn(name, services) }));
    },
    isThere: ({ id }, { aws }) => found(aws.query('sns', 'GetTopicAttributes', { TopicArn: id })),
  },
  'AWS::SNS::Subscription': {
    properties: {
      ...{ TopicArn: 'replace', Protocol: 'replace', Endpoint: 'replace', RawMessageDelivery: 'update' },
      ...{ FilterPolicy: 'update', FilterPolicyScope: 'update', RedrivePolicy: 'update', Region: 'noted' },
      DeliveryPolicy: 'noted',
    },
    required: ['TopicArn', 'Protocol'],
    attributes: ['Arn'],
    create: ({ properties }, services) => subscribe(textOf(properties, 'TopicArn'), properties, services.aws),
    async update({ properties }, { id, attributes }, { aws }) {
      await setSubscription(id, properties, aws);
      return { id, attributes };
    },
    remove: ({ id }, { aws }) => unsubscribed(id, aws),
    isThere: ({ id }, { aws }) =>
      id.startsWith('arn:')
        ? found(aws.query('sns', 'GetSubscriptionAttributes', { SubscriptionArn: id }))
        : Promise.resolve(undefined),
  },
  'AWS::SNS::TopicPolicy': {
    properties: { PolicyDocument: 'update', Topics: 'update' },
    required: ['PolicyDocument', 'Topics'],
    naming: { lengthMax: 64 },
    create: putTopicPolicy,
    update: (wanted, _, services) => putTopicPolicy(wanted, services),
    // A topic without one falls back to its owner's; AWS leaves the policy as well.
    async remove() {},
  },
  'AWS::SQS::Queue': {
    properties: {
      ...{ QueueName: 'replace', FifoQueue: 'replace', DelaySeconds: 'update', MaximumMessageSize: 'update' },
      ...{
        MessageRetentionPeriod: 'update',
        ReceiveMessageWaitTimeSeconds: 'update',
        VisibilityTimeout: 'update',
      },
      ...{ RedrivePolicy: 'update', RedriveAllowPolicy: 'update', ContentBasedDeduplication: 'update' },
      ...{
        DeduplicationScope: 'update',
        FifoThroughputLimit: 'update',
        KmsMasterKeyId: 'noted',
        Tags: 'noted',
      },
      ...{ SqsManagedSseEnabled: 'noted', KmsDataKeyReusePeriodSeconds: 'noted' },
    },
    attributes: ['Arn', 'QueueName', 'QueueUrl'],
    naming: { property: 'QueueName', lengthMax: 80 },
    create: createQueue,
    async update({ properties }, { id, attributes }, { aws }) {
      const { FifoQueue: _, ...settable } = queueAttributes(properties);
      await aws.json('sqs', 'SetQueueAttributes', {
        QueueUrl: id,
        Attributes: { ...QUEUE_DEFAULTS, ...settable },
      });
      return { id, attributes };
    },
    async remove({ id, name }, { aws }) {
      const url = id === '' ? queueUrl(name, aws) : Promise.resolve(id);
      await deleted(url.then(async (QueueUrl) => QueueUrl && aws.json('sqs', 'DeleteQueue', { QueueUrl })));
    },
    isThere: ({ name }, { aws }) => found(aws.json('sqs', 'GetQueueUrl', { QueueName: name })),
  },
  'AWS::SQS::QueuePolicy': {
    properties: { PolicyDocument: 'update', Queues: 'update' },
    required: ['PolicyDocument', 'Queues'],
    naming: { lengthMax: 64 },
    create: putQueuePolicy,
    update: (wanted, _, services) => putQueuePolicy(wanted, services),
    async remove({ properties }, { aws }) {
      for (const QueueUrl of listOf(properties, 'Queues').map(String)) {
        await deleted(aws.json('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } }));
      }
    },
  },
};

function topicArn(name: string, { aws, account }: Services): string {
  return `arn:aws:sns:${aws.region}:${account}:${name}`;
}

async function createTopic({ name, properties }: Wanted, services: Services): Promise<Made> {
  const fifo = textOf(properties, 'FifoTopic') === 'true';
  const own = fifo && !name.endsWith('.fifo') ? `${name}.fifo` : name;
  const attributes = { ...(fifo ? { FifoTopic: 'true' } : {}), ...topicAttributes(properties) };
  const fields = Object.entries(attributes).flatMap(([key, value], at) => [
    [`Attributes.entry.${at + 1}.key`, key],
    [`Attributes.entry.${at + 1}.value`, value],
  ]);
  const xml = await services.aws.query('sns', 'CreateTopic', { Name: own, ...Object.fromEntries(fields) });
  const arn = xmlText(xml, 'TopicArn') ?? topicArn(own, services);
  for (const one of objectsOf(properties, 'Subscription')) await subscribe(arn, one, services.aws);
  return { id: arn, attributes: { TopicArn: arn, TopicName: own } };
}

function topicAttributes(properties: JsonObject): Record<string, string> {
  return given(properties, ['DisplayName', 'ContentBasedDeduplication']);
}

async function updateTopic(
  { properties }: Wanted,
  { id, attributes, properties: before }: Kept,
  { aws }: Services,
): Promise<Made> {
  const display = { DisplayName: '', ...topicAttributes(properties) };
  for (const [AttributeName, AttributeValue] of Object.entries(display)) {
    await aws.query('sns', 'SetTopicAttributes', { TopicArn: id, AttributeName, AttributeValue });
  }
  const wanted = objectsOf(properties, 'Subscription').map((one) => JSON.stringify(one));
  const left = objectsOf(before, 'Subscription').filter((one) => !wanted.includes(JSON.stringify(one)));
  for (const one of left) await unsubscribed(await subscriptionOf(id, one, aws), aws);
  for (const one of objectsOf(properties, 'Subscription')) await subscribe(id, one, aws);
  return { id, attributes };
}

/** Subscribing what is subscribed answers the subscription that is there. */
async function subscribe(TopicArn: string, properties: JsonObject, aws: Aws): Promise<Made> {
  const fields = {
    TopicArn,
    Protocol: textOf(properties, 'Protocol'),
    Endpoint: textOf(properties, 'Endpoint'),
  };
  const xml = await aws.query('sns', 'Subscribe', { ...fields, ReturnSubscriptionArn: 'true' });
  const arn = xmlText(xml, 'SubscriptionArn') ?? '';
  await setSubscription(arn, properties, aws);
  return { id: arn, attributes: { Arn: arn } };
}

async function setSubscription(SubscriptionArn: string, properties: JsonObject, aws: Aws): Promise<void> {
  const names = ['FilterPolicyScope', 'FilterPolicy', 'RawMessageDelivery', 'RedrivePolicy'];
  for (const [AttributeName, AttributeValue] of Object.entries(given(properties, names))) {
    await aws.query('sns', 'SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue });
  }
}

async function subscriptionOf(TopicArn: string, properties: JsonObject, aws: Aws): Promise<string> {
  const xml = await aws.query('sns', 'ListSubscriptionsByTopic', { TopicArn });
  const members = xml.split('<member>').slice(1);
  const isIt = (one: string) =>
    xmlText(one, 'Protocol') === textOf(properties, 'Protocol') &&
    xmlText(one, 'Endpoint') === textOf(properties, 'Endpoint');
  return xmlText(members.find(isIt) ?? '', 'SubscriptionArn') ?? '';
}

/** What nobody has confirmed has no ARN, and ends by itself. */
async function unsubscribed(SubscriptionArn: string, aws: Aws): Promise<void> {
  if (SubscriptionArn.startsWith('arn:')) await deleted(aws.query('sns', 'Unsubscribe', { SubscriptionArn }));
}

async function putTopicPolicy({ name, properties }: Wanted, { aws }: Services): Promise<Made> {
  const AttributeValue = documentText(member(properties, 'PolicyDocument')) ?? '';
  for (const TopicArn of listOf(properties, 'Topics').map(String)) {
    await aws.query('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  }
  return { id: name, attributes: {} };
}

const QUEUE_ATTRIBUTES = [
  ...['DelaySeconds', 'MaximumMessageSize', 'MessageRetentionPeriod', 'ReceiveMessageWaitTimeSeconds'],
  ...['VisibilityTimeout', 'RedrivePolicy', 'RedriveAllowPolicy', 'ContentBasedDeduplication', 'FifoQueue'],
  ...['DeduplicationScope', 'FifoThroughputLimit'],
];

/** What a property that was taken out of the template goes back to. */
const QUEUE_DEFAULTS = {
  ...{ DelaySeconds: '0', MessageRetentionPeriod: '345600' },
  ...{ ReceiveMessageWaitTimeSeconds: '0', VisibilityTimeout: '30', RedrivePolicy: '' },
};

function queueAttributes(properties: JsonObject): Record<string, string> {
  const { FifoQueue, ...others } = given(properties, QUEUE_ATTRIBUTES);
  // The attribute may only be true.
  return FifoQueue === 'true' ? { FifoQueue, ...others } : others;
}

async function createQueue(
  { name, properties, mayExist }: Wanted,
  { aws, account }: Services,
): Promise<Made> {
  const Attributes = queueAttributes(properties);
  const QueueName = Attributes.FifoQueue === 'true' && !name.endsWith('.fifo') ? `${name}.fifo` : name;
  // The call answers a queue that is there and is the same: it may be somebody else's.
  if (!mayExist && (await queueUrl(QueueName, aws)) !== undefined) {
    throw new ApiError('QueueNameExists', `A queue ${QueueName} is there and is none of this stack's.`);
  }
  const { QueueUrl = '' } = await aws.json('sqs', 'CreateQueue', { QueueName, Attributes });
  const Arn = `arn:aws:sqs:${aws.region}:${account}:${QueueName}`;
  return { id: String(QueueUrl), attributes: { Arn, QueueName, QueueUrl } };
}

async function queueUrl(QueueName: string, aws: Aws): Promise<string | undefined> {
  try {
    return textFrom(member(await aws.json('sqs', 'GetQueueUrl', { QueueName }), 'QueueUrl'));
  } catch (error) {
    if (error instanceof ApiError && /NonExistentQueue|QueueDoesNotExist/.test(error.code)) return undefined;
    throw error;
  }
}

async function putQueuePolicy({ name, properties }: Wanted, { aws }: Services): Promise<Made> {
  const Policy = documentText(member(properties, 'PolicyDocument')) ?? '';
  for (const QueueUrl of listOf(properties, 'Queues').map(String)) {
    await aws.json('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  }
  return { id: name, attributes: {} };
}

/** Properties by name as the texts that attributes are. */
function given(properties: JsonObject, names: readonly string[]): Record<string, string> {
  const values = names.flatMap((name) => {
    const value = member(properties, name);
    if (value === undefined || value === null) return [];
    return [[name, isObject(value) ? JSON.stringify(value) : (textFrom(value) ?? '')]];
  });
  return Object.fromEntries(values);
}
