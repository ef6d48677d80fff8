import { isObject, type Json, type JsonObject, member } from '../base/json.ts';

/** An event of GetExecutionHistory, reduced to what one line can say. */
export interface EventSummary {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly type: string;
  /** The state's name, the resource, or the activity. */
  readonly subject: string;
  /** Input, output, error and cause, or whatever else the event carries. */
  readonly details: string;
  readonly mood: 'good' | 'bad' | 'neutral';
}

export function summarize(event: JsonObject): EventSummary {
  const type = text(member(event, 'type'));
  const details = detailsOf(event);
  return {
    id: Number(member(event, 'id')),
    // The wire carries seconds with three decimals, which are no exact doubles.
    at: Math.round(Number(member(event, 'timestamp')) * 1000),
    type,
    subject: subjectOf(details),
    details: detailText(details),
    mood: moodOf(type),
  };
}

function moodOf(type: string): EventSummary['mood'] {
  if (/(Failed|TimedOut|Aborted)$/.test(type) || type === 'FailStateEntered') return 'bad';
  return type.endsWith('Succeeded') ? 'good' : 'neutral';
}

/** The one member whose name ends in `EventDetails`; events without details have none. */
function detailsOf(event: JsonObject): JsonObject {
  const key = Object.keys(event).find((name) => name.endsWith('EventDetails'));
  const details = key === undefined ? undefined : member(event, key);
  return isObject(details) ? details : {};
}

function subjectOf(details: JsonObject): string {
  const name = member(details, 'name');
  const resource = text(member(details, 'resource'));
  const service = member(details, 'resourceType');
  if (name !== undefined) {
    const index = member(details, 'index');
    return index === undefined ? text(name) : `${text(name)} #${text(index)}`;
  }
  // Of a function's or an activity's ARN the name is enough.
  return service === undefined
    ? resource.replace(/^arn:[^:]*:(lambda|states):.*?:(function|activity):/, '')
    : `${text(service)}:${resource}`;
}

const IN_SUBJECT = new Set(['name', 'index', 'resource', 'resourceType', 'region', 'roleArn']);

function detailText(details: JsonObject): string {
  const error = member(details, 'error');
  const cause = member(details, 'cause');
  if (error !== undefined || cause !== undefined)
    return [error, cause].filter(isPresent).map(text).join(': ');
  return Object.entries(details)
    .filter(([key]) => !IN_SUBJECT.has(key) && !key.endsWith('Details'))
    .map(([key, value]) => `${key} ${text(value)}`)
    .join(' ');
}

function isPresent(value: Json | undefined): value is Json {
  return value !== undefined;
}

function text(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
