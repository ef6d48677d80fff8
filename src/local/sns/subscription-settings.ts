import { parseFunctionName } from '../../base/function-name.ts';
import { notImplemented } from '../service/refusal.ts';
import type { Texts } from '../service/tags.ts';
import { checkFilterPolicy, matchesAttributes, matchesBody } from './filter-policy.ts';
import { type MessageRecord, PROTOCOLS, type Protocol, type SubscriptionRecord } from './records.ts';
import { invalidParameter } from './refusals.ts';

/** @throws ServiceRefusal for what is no protocol, or one that is not there. */
export function protocolOf(text: string, isFifoTopic: boolean): Protocol {
  const found = PROTOCOLS.find((one) => one === text);
  if (found !== undefined && isFifoTopic && found !== 'sqs')
    throw invalidParameter(`Invalid protocol type: ${found}`);
  if (found !== undefined) return found;
  if (['application', 'firehose'].includes(text)) throw notImplemented('SNS', `the protocol ${text}`);
  throw invalidParameter(`Invalid parameter: Does not support this protocol string: ${text}`);
}

/** @throws ServiceRefusal when the endpoint is none of the protocol, or none for a topic of this kind. */
export function checkEndpoint(protocol: Protocol, endpoint: string, isFifoTopic: boolean): void {
  switch (protocol) {
    case 'email':
    case 'email-json':
      // One address and nothing else: what follows a line's end would be a header.
      if (/^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/.test(endpoint)) return;
      throw invalidParameter('Email address');
    case 'http':
    case 'https':
      if (isUrlOf(protocol, endpoint)) return;
      throw invalidParameter('Endpoint must match the specified protocol');
    case 'sqs':
      if (/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/.test(endpoint)) return;
      if (/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,75}\.fifo$/.test(endpoint)) {
        if (isFifoTopic) return;
        throw invalidParameter(
          'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
        );
      }
      throw invalidParameter('SQS endpoint ARN');
    case 'lambda':
      if (isFunctionArn(endpoint)) return;
      throw invalidParameter('Lambda endpoint ARN');
    case 'sms':
      if (isPhoneNumber(endpoint)) return;
      throw invalidParameter(`Invalid SMS endpoint: ${endpoint}`);
  }
}

export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{3,14}$/.test(text);
}

function isUrlOf(protocol: 'http' | 'https', endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  // `fetch` refuses a name and password in a URL.
  return url.protocol === `${protocol}:` && url.username === '' && url.password === '';
}

function isFunctionArn(endpoint: string): boolean {
  const anywhere = { region: 'us-east-1', account: '000000000000' };
  return endpoint.startsWith('arn:') && parseFunctionName(endpoint, anywhere) !== undefined;
}

/** @throws ServiceRefusal for what a subscription cannot have, or not here. */
export function checkAttributes(attributes: Texts, protocol: Protocol): void {
  for (const [name, value] of Object.entries(attributes)) {
    switch (name) {
      case 'RawMessageDelivery':
        if (value !== 'true' && value !== 'false') {
          throw invalidParameter(
            `Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`,
          );
        }
        if (value === 'true' && !['sqs', 'http', 'https'].includes(protocol)) {
          throw invalidParameter(
            'Attributes Reason: Delivery protocol does not support raw message delivery.',
          );
        }
        break;
      case 'FilterPolicyScope':
        if (value !== 'MessageAttributes' && value !== 'MessageBody')
          throw invalidParameter('FilterPolicyScope');
        break;
      case 'FilterPolicy':
        if (value !== '') checkFilterPolicy(value, { isOfBody: isOfBody(attributes) });
        break;
      case 'DeliveryPolicy':
      case 'RedrivePolicy':
      case 'ReplayPolicy':
      case 'SubscriptionRoleArn':
        throw notImplemented('SNS', `the subscription attribute ${name}`);
      default:
        throw invalidParameter('AttributeName');
    }
  }
}

function isOfBody(attributes: Texts): boolean {
  return attributes.FilterPolicyScope === 'MessageBody';
}

/** Whether a subscription wants a message. */
export function takes({ attributes, isConfirmed }: SubscriptionRecord, message: MessageRecord): boolean {
  if (!isConfirmed) return false;
  const { FilterPolicy = '' } = attributes;
  if (FilterPolicy === '') return true;
  const policy = checkFilterPolicy(FilterPolicy, { isOfBody: isOfBody(attributes) });
  return isOfBody(attributes)
    ? matchesBody(policy, message.message)
    : matchesAttributes(policy, message.attributes ?? {});
}
