import { StateError } from '../../base/state-error.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { FunctionHost } from '../../integrations/lambda/port.ts';
import type { Mailer } from '../mail/mailer.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { type Notifications, textFor } from './notification.ts';
import {
  type DeliveryRecord,
  type MessageRecord,
  type SubscriptionRecord,
  subscriptionArn,
} from './records.ts';

/** `refused`: the endpoint will never take it; `failed`: another time it may. */
export type DeliveryOutcome = 'delivered' | 'refused' | 'failed';

export interface CourierOptions {
  readonly notifications: Notifications;
  readonly mailer: Mailer;
  readonly functions: FunctionHost;
  /** Sends to a queue; false when there is none. */
  readonly sendToQueue: (
    arn: string,
    input: QueueInput,
    from: SubscriptionRecord['scope'],
  ) => Promise<boolean>;
  readonly fetch: typeof fetch;
}

type QueueInput = {
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Record<string, Attribute>>;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
};

type Attribute =
  | { readonly DataType: string; readonly StringValue: string }
  | { readonly DataType: string; readonly BinaryValue: string };

/** As long as SNS waits for an endpoint. */
const HTTP_MS_MAX = 15_000;

/** Brings one message to one endpoint, by the endpoint's protocol. */
export class Courier {
  readonly #options: CourierOptions;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  async deliver(
    message: MessageRecord,
    { subscription }: DeliveryRecord,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    try {
      return await this.#bring(message, subscription, signal);
    } catch (error) {
      if (error instanceof Unavailable || error instanceof StateError) return 'failed';
      if (error instanceof ServiceRefusal) return 'refused';
      throw error;
    }
  }

  async #bring(
    message: MessageRecord,
    subscription: SubscriptionRecord,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    switch (subscription.protocol) {
      case 'email':
      case 'email-json':
        return await this.#mail(message, subscription);
      case 'http':
      case 'https':
        return await this.#post(message, subscription, signal);
      case 'sqs':
        return await this.#enqueue(message, subscription);
      case 'lambda':
        return await this.#invoke(message, subscription, signal);
      case 'sms':
        return await this.#text(message, subscription);
    }
  }

  async #mail(message: MessageRecord, subscription: SubscriptionRecord): Promise<DeliveryOutcome> {
    const { notifications, mailer } = this.#options;
    const { subject, text } = notifications.mail(message, subscription);
    const isJson = subscription.protocol === 'email-json' && message.type === 'Notification';
    const body = isJson ? JSON.stringify(await notifications.document(message, subscription), null, 2) : text;
    const name = message.displayName ?? 'AWS Notifications';
    await mailer.send({ fromName: name, to: subscription.endpoint, subject, text: body });
    return 'delivered';
  }

  /** No telephone rings: the mailbox shows it. */
  async #text(message: MessageRecord, subscription: SubscriptionRecord): Promise<DeliveryOutcome> {
    const text = textFor(message, subscription);
    await this.#options.mailer.send({ fromName: 'SMS', to: subscription.endpoint, subject: 'SMS', text });
    return 'delivered';
  }

  async #post(
    message: MessageRecord,
    subscription: SubscriptionRecord,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    const isRaw = isRawFor(message, subscription);
    const document = JSON.stringify(
      await this.#options.notifications.document(message, subscription),
      null,
      2,
    );
    try {
      const response = await this.#options.fetch(subscription.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'text/plain; charset=UTF-8',
          'x-amz-sns-message-type': message.type,
          'x-amz-sns-message-id': message.messageId,
          'x-amz-sns-topic-arn': message.topicArn,
          ...(message.type === 'Notification'
            ? { 'x-amz-sns-subscription-arn': subscriptionArn(subscription) }
            : {}),
          ...(isRaw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
          'user-agent': 'Amazon Simple Notification Service Agent',
        },
        body: isRaw ? textFor(message, subscription) : document,
        // Only what the subscriber has named is asked, wherever it would send us.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(HTTP_MS_MAX)]),
      });
      await response.body?.cancel();
      if (response.ok) return 'delivered';
      const isFinal = response.status >= 400 && response.status < 500 && response.status !== 429;
      return isFinal ? 'refused' : 'failed';
    } catch (error) {
      // `fetch` fails with TypeErrors and DOMExceptions of the network, and with nothing else.
      if (error instanceof Error) return 'failed';
      throw error;
    }
  }

  async #enqueue(message: MessageRecord, subscription: SubscriptionRecord): Promise<DeliveryOutcome> {
    const { notifications, sendToQueue } = this.#options;
    const input = isRawFor(message, subscription)
      ? { MessageBody: textFor(message, subscription), ...queueAttributes(message) }
      : { MessageBody: JSON.stringify(await notifications.document(message, subscription), null, 2) };
    const placed = { ...input, ...orderOf(message, subscription) };
    return (await sendToQueue(subscription.endpoint, placed, subscription.scope)) ? 'delivered' : 'failed';
  }

  async #invoke(
    message: MessageRecord,
    subscription: SubscriptionRecord,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome> {
    const { notifications, functions } = this.#options;
    const payload = JSON.stringify(await notifications.event(message, subscription));
    const { endpoint, scope } = subscription;
    const source = { sourceArn: message.topicArn, sourceAccount: scope.account };
    const actor = { kind: 'service', principal: 'sns.amazonaws.com', ...source } as const;
    // SNS hands over an event; here the function's own end is waited for, so that none is lost with the process.
    const call = {
      functionName: endpoint,
      payload,
      invocationType: 'RequestResponse',
      scope,
      actor,
    } as const;
    const answer = await functions.invoke(call, signal);
    return answer === undefined || answer.functionError !== undefined ? 'failed' : 'delivered';
  }
}

function isRawFor(message: MessageRecord, { attributes }: SubscriptionRecord): boolean {
  return message.type === 'Notification' && attributes.RawMessageDelivery === 'true';
}

/** Where the message stands among others of its queue. A queue that knows it already takes it once, all the same. */
function orderOf({ group, deduplicationId }: MessageRecord, { endpoint }: SubscriptionRecord) {
  return {
    ...(group === undefined ? {} : { MessageGroupId: group }),
    ...(deduplicationId === undefined || !endpoint.endsWith('.fifo')
      ? {}
      : { MessageDeduplicationId: deduplicationId }),
  };
}

function queueAttributes({ attributes = {} }: MessageRecord) {
  const entries = Object.entries(attributes).map(([name, { type, value }]): [string, Attribute] => {
    if (type.startsWith('Binary')) return [name, { DataType: type, BinaryValue: value }];
    // Queues know no lists.
    return [name, { DataType: type === 'String.Array' ? 'String' : type, StringValue: value }];
  });
  return entries.length === 0 ? {} : { MessageAttributes: Object.fromEntries(entries) };
}
