import type { JsonObject } from '../../base/json.ts';
import { isObject, member } from '../../base/json.ts';
import { entriesIn, jsonOf, listIn, textIn, textsIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { notImplemented, ServiceRefusal } from '../service/refusal.ts';
import { type Texts, tagged, untagged } from '../service/tags.ts';
import type { FifoTopics } from './fifo-topics.ts';
import { isFifo, type TopicRecord, topicArn } from './records.ts';
import { invalidParameter } from './refusals.ts';
import type { Topics } from './topics.ts';

const TAGS_MAX = 50;

/** The operations on topics as such. */
export function topicOperations(topics: Topics, fifo: FifoTopics): Readonly<Record<string, JsonOperation>> {
  return {
    CreateTopic: async (input, { scope }) => {
      const name = textIn(input, 'Name') ?? '';
      const attributes = tagged({}, entriesIn(input, 'Attributes') ?? []);
      checkName(name, attributes.FifoTopic === 'true');
      for (const [key, value] of Object.entries(attributes)) checkAttribute(key, value, attributes);
      const record = { scope, name, attributes, tags: tagged({}, tagsIn(input) ?? []) };
      if (!(await topics.create(record))) checkSame((await topics.find(scope, name))?.record, record);
      return { TopicArn: topicArn(scope, name) };
    },

    DeleteTopic: async (input, { scope }) => {
      try {
        const topic = await topics.topic(textIn(input, 'TopicArn'), scope);
        await topics.delete(topic);
        if (isFifo(topic.record)) await fifo.forget(topic.record);
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
      if (name === 'FifoTopic') throw invalidParameter('AttributeName');
      checkAttribute(name, value, topic.record.attributes);
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

function checkName(name: string, mustBeFifo: boolean): void {
  if (!mustBeFifo && /^[\w-]{1,256}$/.test(name)) return;
  if (mustBeFifo && /^[\w-]{1,251}\.fifo$/.test(name)) return;
  throw invalidParameter(
    mustBeFifo
      ? 'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.'
      : 'Topic Name',
  );
}

/** @param attributes All of the topic. */
function checkAttribute(name: string, value: string, attributes: Texts): void {
  switch (name) {
    case 'DisplayName':
      if (value.length <= 100 && !/[\p{Cc}<>"]/u.test(value)) return;
      throw invalidParameter('DisplayName');
    case 'Policy':
      if (isObject(jsonOf(value))) return;
      throw invalidParameter('Policy Error: null');
    case 'FifoTopic':
      if (value === 'false' || value === 'true') return;
      throw invalidParameter('FifoTopic');
    case 'ContentBasedDeduplication':
      if (isFifo({ attributes }) && (value === 'true' || value === 'false')) return;
      throw invalidParameter(
        'Attributes Reason: Content-based deduplication can only be set for FIFO topics',
      );
    case 'FifoThroughputScope':
      if (isFifo({ attributes }) && (value === 'Topic' || value === 'MessageGroup')) return;
      throw invalidParameter('FifoThroughputScope');
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
  ...['SignatureVersion', 'TracingConfig', 'DeliveryPolicy', 'KmsMasterKeyId', 'ArchivePolicy'],
  'DataProtectionPolicy',
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
    ...(isFifo(record) ? { ContentBasedDeduplication: 'false' } : {}),
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
