import type { JsonObject } from '../../base/json.ts';
import { isObject, member } from '../../base/json.ts';
import { entriesIn, jsonOf, listIn, textIn, textsIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { notImplemented, ServiceRefusal } from '../service/refusal.ts';
import { type Texts, tagged, untagged } from '../service/tags.ts';
import { type TopicRecord, topicArn } from './records.ts';
import { invalidParameter } from './refusals.ts';
import type { Topics } from './topics.ts';

const TAGS_MAX = 50;

/** The operations on topics as such. */
export function topicOperations(topics: Topics): Readonly<Record<string, JsonOperation>> {
  return {
    CreateTopic: async (input, { scope }) => {
      const name = textIn(input, 'Name') ?? '';
      const attributes = tagged({}, entriesIn(input, 'Attributes') ?? []);
      if (attributes.FifoTopic === 'true' || name.endsWith('.fifo'))
        throw notImplemented('SNS', 'FIFO topics');
      if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
      for (const [key, value] of Object.entries(attributes)) checkAttribute(key, value);
      const record = { scope, name, attributes, tags: tagged({}, tagsIn(input) ?? []) };
      if (!(await topics.create(record))) checkSame((await topics.find(scope, name))?.record, record);
      return { TopicArn: topicArn(scope, name) };
    },

    DeleteTopic: async (input, { scope }) => {
      try {
        await topics.delete(await topics.topic(textIn(input, 'TopicArn'), scope));
      } catch (error) {
        // Deleting what is gone is fine on AWS.
        if (!(error instanceof ServiceRefusal) || error.code !== 'NotFound') throw error;
      }
      return {};
    },

    ListTopics: async (input, { scope }) => {
      const { records, next } = await topics.list(scope, textIn(input, 'NextToken'));
      const Topics = records.map((one) => ({ TopicArn: topicArn(one.scope, one.name) }));
      return { Topics, ...(next === undefined ? {} : { NextToken: next }) };
    },

    GetTopicAttributes: async (input, { scope }) => {
      const { record } = await topics.topic(textIn(input, 'TopicArn'), scope);
      return { Attributes: await attributesOf(topics, record) };
    },

    SetTopicAttributes: async (input, { scope }) => {
      const topic = await topics.topic(textIn(input, 'TopicArn'), scope);
      const name = textIn(input, 'AttributeName') ?? '';
      const value = textIn(input, 'AttributeValue') ?? '';
      checkAttribute(name, value);
      await topics.change(topic, { attributes: tagged(topic.record.attributes, [[name, value]]) });
      return {};
    },

    ListTagsForResource: async (input, { scope }) => {
      const { record } = await topics.topic(textIn(input, 'ResourceArn'), scope);
      return { Tags: Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value })) };
    },

    TagResource: async (input, { scope }) => {
      const topic = await topics.topic(textIn(input, 'ResourceArn'), scope);
      const tags = tagged(topic.record.tags, tagsIn(input) ?? []);
      if (Object.keys(tags).length > TAGS_MAX) {
        throw new ServiceRefusal(
          'TagLimitExceeded',
          'Could not complete request: tag quota of per resource exceeded',
        );
      }
      await topics.change(topic, { tags });
      return {};
    },

    UntagResource: async (input, { scope }) => {
      const topic = await topics.topic(textIn(input, 'ResourceArn'), scope);
      await topics.change(topic, { tags: untagged(topic.record.tags, textsIn(input, 'TagKeys') ?? []) });
      return {};
    },
  };
}

function tagsIn(input: JsonObject): [string, string][] | undefined {
  return listIn(input, 'Tags')?.map((tag) => {
    const [key, value] = isObject(tag) ? [member(tag, 'Key'), member(tag, 'Value')] : [];
    if (typeof key !== 'string' || typeof value !== 'string') throw invalidParameter('Tags');
    return [key, value];
  });
}

function checkAttribute(name: string, value: string): void {
  switch (name) {
    case 'DisplayName':
      if (value.length <= 100 && !/[\p{Cc}<>"]/u.test(value)) return;
      throw invalidParameter('DisplayName');
    case 'Policy':
      if (isObject(jsonOf(value))) return;
      throw invalidParameter('Policy Error: null');
    case 'FifoTopic':
      if (value === 'false') return;
      break;
    case 'SignatureVersion':
      if (value === '1' || value === '2') return;
      break;
    case 'TracingConfig':
      if (value === 'PassThrough') return;
      break;
  }
  if (SETTABLE.has(name)) throw notImplemented('SNS', `the attribute ${name} with the value ${value}`);
  throw invalidParameter('AttributeName');
}

/** Attributes that AWS has and that would do something which is not there. */
const SETTABLE = new Set([
  ...['FifoTopic', 'SignatureVersion', 'TracingConfig', 'DeliveryPolicy', 'KmsMasterKeyId', 'ArchivePolicy'],
  ...['ContentBasedDeduplication', 'FifoThroughputScope', 'DataProtectionPolicy'],
  ...['HTTP', 'Firehose', 'Lambda', 'SQS', 'Application'].flatMap((one) => [
    `${one}SuccessFeedbackRoleArn`,
    `${one}SuccessFeedbackSampleRate`,
    `${one}FailureFeedbackRoleArn`,
  ]),
]);

function checkSame(known: TopicRecord | undefined, wanted: TopicRecord): void {
  if (known === undefined) return;
  const differs = (a: Texts, b: Texts) =>
    Object.entries(b).some(([key, value]) => tagged({}, Object.entries(a))[key] !== value);
  if (differs(known.attributes, wanted.attributes)) {
    throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  }
  if (differs(known.tags, wanted.tags) || differs(wanted.tags, known.tags)) {
    if (Object.keys(wanted.tags).length === 0) return;
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
  }
}

async function attributesOf(topics: Topics, record: TopicRecord): Promise<JsonObject> {
  const { scope, name, attributes } = record;
  const arn = topicArn(scope, name);
  const subscriptions = await topics.subscriptionsOf(record);
  const confirmed = subscriptions.filter((one) => one.record.isConfirmed).length;
  return {
    Policy: defaultPolicy(arn, scope.account),
    Owner: scope.account,
    SubscriptionsPending: String(subscriptions.length - confirmed),
    TopicArn: arn,
    EffectiveDeliveryPolicy: DELIVERY_POLICY,
    SubscriptionsConfirmed: String(confirmed),
    DisplayName: '',
    SubscriptionsDeleted: '0',
    ...attributes,
  };
}

/** What is done for an endpoint that does not answer, in the form of SNS. */
const DELIVERY_POLICY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 1,
      maxDelayTarget: 900,
      numRetries: 100,
      backoffFunction: 'exponential',
    },
    disableSubscriptionOverrides: true,
  },
});

function defaultPolicy(arn: string, account: string): string {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}
