import type { ServiceRequest } from '../../base/http-service.ts';
import { formText, type Requested } from './requested-action.ts';

/** Operations that name a topic, or a subscription of it, by this parameter. */
const NAMED: Readonly<Record<string, string>> = {
  ListTagsForResource: 'ResourceArn',
  TagResource: 'ResourceArn',
  UntagResource: 'ResourceArn',
  GetSubscriptionAttributes: 'SubscriptionArn',
  SetSubscriptionAttributes: 'SubscriptionArn',
  Unsubscribe: 'SubscriptionArn',
};

/** What a call of SNS's API would do. */
export function requestedOfSns({ query, body, scope }: ServiceRequest): readonly Requested[] {
  const text = (name: string) => formText({ query, body }, name);
  const operation = text('Action') ?? '*';
  const action = `sns:${operation === 'PublishBatch' ? 'Publish' : operation}`;
  if (operation === 'CreateTopic') {
    const name = text('Name');
    const made = name === undefined ? '*' : `arn:aws:sns:${scope.region}:${scope.account}:${name}`;
    return [{ action, resource: made }];
  }
  const named = Object.hasOwn(NAMED, operation) ? text(NAMED[operation] ?? '') : undefined;
  // As Publish reads it: a target that is a topic is one.
  const arn = named ?? text('TopicArn') ?? text('TargetArn');
  return [{ action, resource: arn === undefined ? '*' : topicOf(arn) }];
}

/** Without the partition's spelling and the subscription's id: a Deny on the topic must not be passed by either. */
function topicOf(arn: string): string {
  const [, rest] = /^arn:aws[a-z-]*:(sns:[^:]*:[^:]*:[^:]*)(?::[^:]*)?$/.exec(arn) ?? [];
  return rest === undefined ? '*' : `arn:aws:${rest}`;
}
