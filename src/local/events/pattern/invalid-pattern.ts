import { ServiceRefusal } from '../../service/refusal.ts';

/** What is wrong with an event pattern, in AWS's words. */
export function invalidPattern(reason: string): ServiceRefusal {
  return new ServiceRefusal('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
