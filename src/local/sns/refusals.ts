import { ServiceRefusal } from '../service/refusal.ts';

/** @param what As SNS says it: `Topic Name`, `Token Reason: …`. */
export function invalidParameter(what: string): ServiceRefusal {
  return new ServiceRefusal('InvalidParameter', `Invalid parameter: ${what}`);
}

export function topicNotFound(): ServiceRefusal {
  return new ServiceRefusal('NotFound', 'Topic does not exist', 404);
}

export function subscriptionNotFound(): ServiceRefusal {
  return new ServiceRefusal('NotFound', 'Subscription does not exist', 404);
}
