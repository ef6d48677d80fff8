import { isObject, type Json, parseJson } from '../../../base/json.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import { requiredText } from '../input.ts';
import type { EventOperation } from '../operation.ts';
import { matchesEvent, parseEventPattern } from '../pattern/event-pattern.ts';

/** What an event must have to be one. */
const MEMBERS = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern: EventOperation = async (input) => {
  const pattern = parseEventPattern(requiredText(input, 'EventPattern'));
  const event = parsed(requiredText(input, 'Event'));
  if (!isObject(event)) throw notValid('Event is not an object');
  const missing = MEMBERS.find((name) => !Object.hasOwn(event, name));
  if (missing !== undefined) throw notValid(`Event must have the member ${missing}`);
  return { Result: matchesEvent(pattern, event) };
};

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notValid('Invalid JSON');
  }
}

function notValid(reason: string): ServiceRefusal {
  return new ServiceRefusal('ValidationException', `Parameter Event is not valid. Reason: ${reason}.`);
}
