import { type Json, type JsonObject, setOwn } from '../../base/json.ts';
import { type MessageRecord, type SubscriptionRecord, subscriptionArn } from './records.ts';
import type { Signer } from './signer.ts';

/** The forms in which endpoints get what is published. */
export class Notifications {
  readonly #signer: Signer;
  readonly #url: () => string;

  /** @param url Where this server is reached, for the links in notifications. */
  constructor(signer: Signer, url: () => string) {
    this.#signer = signer;
    this.#url = url;
  }

  /** What SNS sends to HTTP endpoints and queues, and as JSON mails. */
  async document(message: MessageRecord, subscription: SubscriptionRecord): Promise<JsonObject> {
    const text = textFor(message, subscription);
    const common = {
      Type: message.type,
      MessageId: message.messageId,
      ...(message.sequence === undefined ? {} : { SequenceNumber: message.sequence }),
      ...(message.type === 'SubscriptionConfirmation' ? { Token: subscription.token } : {}),
      TopicArn: message.topicArn,
      ...(message.subject === undefined ? {} : { Subject: message.subject }),
      Message: text,
      ...(message.type === 'SubscriptionConfirmation'
        ? { SubscribeURL: this.confirmUrl(message.topicArn, subscription) }
        : {}),
      Timestamp: new Date(message.publishedAt).toISOString(),
    };
    const links =
      message.type === 'Notification'
        ? { UnsubscribeURL: this.unsubscribeUrl(subscription), ...attributesOf(message) }
        : {};
    // Those of FIFO topics are not signed.
    if (message.sequence !== undefined) return { ...common, ...links };
    const signed = Object.entries(common).sort(([a], [b]) => (a < b ? -1 : 1));
    const { signatureVersion = '1' } = message;
    const { signature, keyName } = await this.#signer.sign(signed, signatureVersion);
    return {
      ...common,
      SignatureVersion: signatureVersion,
      Signature: signature,
      SigningCertURL: `${this.#url()}/sns/${keyName}`,
      ...links,
    };
  }

  /** The event of a function. */
  async event(message: MessageRecord, subscription: SubscriptionRecord): Promise<JsonObject> {
    const { SigningCertURL, UnsubscribeURL, ...rest } = await this.document(message, subscription);
    return {
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: subscriptionArn(subscription),
          Sns: {
            MessageAttributes: {},
            Subject: null,
            ...rest,
            SigningCertUrl: SigningCertURL ?? '',
            UnsubscribeUrl: UnsubscribeURL ?? '',
          },
        },
      ],
    };
  }

  /** A mail for people. */
  mail(message: MessageRecord, subscription: SubscriptionRecord): { subject: string; text: string } {
    if (message.type === 'SubscriptionConfirmation') {
      const link = this.confirmUrl(message.topicArn, subscription);
      return {
        subject: 'AWS Notification - Subscription Confirmation',
        text: `You have chosen to subscribe to the topic:\n${message.topicArn}\n\nTo confirm this subscription, visit the link below (if this was in error, nothing needs to be done):\n${link}\n`,
      };
    }
    const text = textFor(message, subscription);
    return {
      subject: message.subject ?? 'AWS Notification Message',
      text: `${text}\n\n--\nTo stop receiving notifications from this topic, visit the link below and unsubscribe:\n${this.unsubscribeUrl(subscription)}\n`,
    };
  }

  confirmUrl(topicArn: string, { token }: SubscriptionRecord): string {
    return `${this.#url()}/sns/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
  }

  unsubscribeUrl(subscription: SubscriptionRecord): string {
    return `${this.#url()}/sns/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn(subscription)}`;
  }
}

/** `MessageStructure: json` has texts of their own for some protocols. */
export function textFor({ message, messages = {} }: MessageRecord, { protocol }: SubscriptionRecord): string {
  return (Object.hasOwn(messages, protocol) ? messages[protocol] : undefined) ?? message;
}

function attributesOf({ attributes = {} }: MessageRecord): JsonObject {
  const printed: Record<string, Json> = {};
  for (const [name, { type, value }] of Object.entries(attributes)) {
    setOwn(printed, name, { Type: type, Value: value });
  }
  return Object.keys(printed).length === 0 ? {} : { MessageAttributes: printed };
}
