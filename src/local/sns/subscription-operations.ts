import type { Entropy } from '../../base/entropy.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { entriesIn, textIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { tagged } from '../service/tags.ts';
import type { FifoTopics } from './fifo-topics.ts';
import type { Outbox } from './outbox.ts';
import {
  isFifo,
  type MessageRecord,
  type SubscriptionRecord,
  subscriptionArn,
  type TopicRecord,
  topicArn,
} from './records.ts';
import { invalidParameter, subscriptionNotFound } from './refusals.ts';
import { checkAttributes, checkEndpoint, protocolOf } from './subscription-settings.ts';
import type { Topics } from './topics.ts';

export interface SubscriptionServices {
  readonly topics: Topics;
  readonly outbox: Outbox;
  readonly fifo: FifoTopics;
  readonly entropy: Entropy;
  readonly now: () => Instant;
}

const PENDING = 'pending confirmation';

/** The operations on subscriptions. */
export function subscriptionOperations(
  services: SubscriptionServices,
): Readonly<Record<string, JsonOperation>> {
  const { topics } = services;
  return {
    Subscribe: async (input, { scope }) => {
      const topic = await topics.topic(textIn(input, 'TopicArn'), scope);
      const { record } = await subscribed(topic.record, input, services);
      const isTold = record.isConfirmed || textIn(input, 'ReturnSubscriptionArn') === 'true';
      return { SubscriptionArn: isTold ? subscriptionArn(record) : PENDING };
    },

    ConfirmSubscription: async (input, { scope }) => {
      const topic = await topics.topic(textIn(input, 'TopicArn'), scope);
      const isAuthenticated = textIn(input, 'AuthenticateOnUnsubscribe') === 'true';
      const token = textIn(input, 'Token') ?? '';
      const found = await confirm(topics, topic.record, { token, isAuthenticated });
      if (found === undefined) throw invalidParameter('Token');
      return { SubscriptionArn: subscriptionArn(found) };
    },

    Unsubscribe: async (input, { scope }) => {
      try {
        await topics.unsubscribe(await topics.subscription(textIn(input, 'SubscriptionArn'), scope));
      } catch (error) {
        // Ending what has ended is fine on AWS.
        if (!(error instanceof ServiceRefusal) || error.code !== 'NotFound') throw error;
      }
      return {};
    },

    ListSubscriptions: async (input, { scope }) => {
      return listed(
        await topics.listSubscriptions(scope, { topic: undefined, token: textIn(input, 'NextToken') }),
      );
    },

    ListSubscriptionsByTopic: async (input, { scope }) => {
      const { record } = await topics.topic(textIn(input, 'TopicArn'), scope);
      return listed(
        await topics.listSubscriptions(scope, { topic: record.name, token: textIn(input, 'NextToken') }),
      );
    },

    GetSubscriptionAttributes: async (input, { scope }) => {
      const { record } = await topics.subscription(textIn(input, 'SubscriptionArn'), scope);
      return { Attributes: attributesOf(record) };
    },

    SetSubscriptionAttributes: async (input, { scope }) => {
      const found = await topics.subscription(textIn(input, 'SubscriptionArn'), scope);
      const change: [string, string] = [
        textIn(input, 'AttributeName') ?? '',
        textIn(input, 'AttributeValue') ?? '',
      ];
      const attributes = tagged(found.record.attributes, [change]);
      checkAttributes(attributes, found.record.protocol);
      await topics.changeSubscription(found, { attributes });
      return {};
    },
  };
}

/** Subscribes an endpoint, once; one that is not ours to trust is asked whether it wants that. */
async function subscribed(
  topic: TopicRecord,
  input: JsonObject,
  { topics, outbox, entropy, now }: SubscriptionServices,
): Promise<{ record: SubscriptionRecord }> {
  const protocol = protocolOf(textIn(input, 'Protocol') ?? '', isFifo(topic));
  const endpoint = textIn(input, 'Endpoint') ?? '';
  checkEndpoint(protocol, endpoint, isFifo(topic));
  const attributes = tagged({}, entriesIn(input, 'Attributes') ?? []);
  checkAttributes(attributes, protocol);
  const { scope, name } = topic;
  const isOurs = protocol === 'sqs' || protocol === 'lambda';
  // Nobody asks a telephone.
  const isTrusted = isOurs || protocol === 'sms';
  // What is trusted without a question must belong to who asks: there are no policies on queues and functions.
  if (isOurs && endpoint.split(':')[4] !== scope.account) {
    throw new ServiceRefusal(
      'AuthorizationError',
      `No policy lets ${topicArn(scope, name)} use ${endpoint}`,
      403,
    );
  }
  const others = await topics.subscriptionsOf(topic);
  const same = others.find(({ record }) => record.protocol === protocol && record.endpoint === endpoint);
  if (same?.record.isConfirmed === true) {
    const isEqual = Object.entries(attributes).every(([key, value]) => same.record.attributes[key] === value);
    if (isEqual) return same;
    throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
  }
  const token = `${entropy.uuid()}${entropy.uuid()}`.replaceAll('-', '');
  const fresh = { scope, topic: name, id: entropy.uuid(), protocol, endpoint, isConfirmed: isTrusted };
  const record: SubscriptionRecord = { ...fresh, ...same?.record, attributes, token };
  const message: MessageRecord = {
    type: 'SubscriptionConfirmation',
    messageId: entropy.uuid(),
    scope,
    topicArn: topicArn(scope, name),
    message: `You have chosen to subscribe to the topic ${topicArn(scope, name)}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    publishedAt: now(),
    ...displayed(topic),
  };
  const write = topics.subscriptionWrite(record, same?.version ?? 0);
  const outcome = await outbox.post(isTrusted ? [] : [{ message, subscriptions: [record] }], [write]);
  if (outcome === 'conflict') throw new Unavailable('It is being changed by another call; try again');
  return { record };
}

export function displayed({
  attributes,
}: TopicRecord): Pick<MessageRecord, 'displayName' | 'signatureVersion'> {
  const { DisplayName } = attributes;
  return {
    ...(DisplayName === undefined || DisplayName === '' ? {} : { displayName: DisplayName }),
    ...(attributes.SignatureVersion === '2' ? { signatureVersion: '2' } : {}),
  };
}

/** @returns undefined when nobody was given that token. */
export async function confirm(
  topics: Topics,
  topic: TopicRecord,
  { token, isAuthenticated }: { readonly token: string; readonly isAuthenticated: boolean },
): Promise<SubscriptionRecord | undefined> {
  const found = (await topics.subscriptionsOf(topic)).find(({ record }) => record.token === token);
  if (found === undefined) return undefined;
  if (!found.record.isConfirmed) {
    await topics.changeSubscription(found, {
      isConfirmed: true,
      ...(isAuthenticated ? { isAuthenticated } : {}),
    });
  }
  return found.record;
}

/** Ends a subscription by its link. @throws ServiceRefusal when it is not there, or wants a signature for that. */
export async function unsubscribeByLink(
  topics: Topics,
  parts: Pick<SubscriptionRecord, 'scope' | 'topic' | 'id'>,
): Promise<SubscriptionRecord> {
  const found = await topics.findSubscription(parts);
  if (found === undefined) throw subscriptionNotFound();
  if (found.record.isAuthenticated === true) {
    throw new ServiceRefusal(
      'AuthorizationError',
      'Only a signed call of Unsubscribe ends this subscription',
      403,
    );
  }
  await topics.unsubscribe(found);
  return found.record;
}

function listed({ records, next }: Awaited<ReturnType<Topics['listSubscriptions']>>): JsonObject {
  const Subscriptions = records.map((record) => ({
    SubscriptionArn: record.isConfirmed ? subscriptionArn(record) : 'PendingConfirmation',
    Owner: record.scope.account,
    Protocol: record.protocol,
    Endpoint: record.endpoint,
    TopicArn: topicArn(record.scope, record.topic),
  }));
  return { Subscriptions, ...(next === undefined ? {} : { NextToken: next }) };
}

function attributesOf(record: SubscriptionRecord): JsonObject {
  const hasPolicy = record.attributes.FilterPolicy !== undefined;
  return {
    SubscriptionArn: subscriptionArn(record),
    TopicArn: topicArn(record.scope, record.topic),
    Owner: record.scope.account,
    Protocol: record.protocol,
    Endpoint: record.endpoint,
    PendingConfirmation: String(!record.isConfirmed),
    ConfirmationWasAuthenticated: String(
      record.isAuthenticated === true || ['sqs', 'lambda', 'sms'].includes(record.protocol),
    ),
    SubscriptionPrincipal: `arn:aws:iam::${record.scope.account}:root`,
    RawMessageDelivery: 'false',
    ...(hasPolicy ? { FilterPolicyScope: 'MessageAttributes' } : {}),
    ...record.attributes,
  };
}
