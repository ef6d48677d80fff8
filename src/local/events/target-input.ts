import { isObject, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { parseEventPath, valueAt } from './event-path.ts';
import type { Target } from './rule.ts';

/** What besides the event a template can name. */
export interface InputSource {
  /** The event as its text. */
  readonly event: string;
  readonly ruleArn: string;
  /** ISO 8601. */
  readonly ingestedAt: string;
}

/** What a target is given for an event: JSON text, or what its template makes. */
export function targetInput(target: Target, source: InputSource): string {
  const [given, path, transformer] = [target.Input, target.InputPath, target.InputTransformer];
  if (typeof given === 'string') return given;
  if (typeof path === 'string') {
    return JSON.stringify(valueAt(parseEventPath(path), parseJson(source.event)) ?? {});
  }
  return isObject(transformer) ? transformed(transformer, source) : source.event;
}

/** @throws ServiceRefusal ValidationException for what a target may not say about its input. */
export function checkTargetInput(target: JsonObject): void {
  const [input, path, transformer] = [target.Input, target.InputPath, target.InputTransformer];
  if ([input, path, transformer].filter((one) => one !== undefined).length > 1)
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    );
  if (typeof input === 'string') parsed(input, `Parameter Input is not valid JSON for target ${target.Id}.`);
  if (typeof path === 'string') parseEventPath(path);
  if (!isObject(transformer)) return;
  const template = member(transformer, 'InputTemplate');
  if (typeof template !== 'string') throw invalid('InputTemplate is required for an InputTransformer.');
  const paths = pathsOf(transformer);
  for (const path of paths.values()) parseEventPath(path);
  const text = filled(template, (name) => {
    if (paths.has(name) || name.startsWith('aws.events.')) return '';
    throw invalid(
      `Invalid InputTemplate for target ${target.Id} : [Source: the placeholder <${name}> has no path.].`,
    );
  });
  if (text.trim() === '') throw invalid(`Invalid InputTemplate for target ${target.Id}.`);
}

function invalid(message: string): ServiceRefusal {
  return new ServiceRefusal('ValidationException', message);
}

function parsed(text: string, complaint: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(complaint);
  }
}

function pathsOf(transformer: JsonObject): Map<string, string> {
  const paths = member(transformer, 'InputPathsMap');
  return new Map(
    Object.entries(isObject(paths) ? paths : {}).flatMap(([name, path]) =>
      typeof path === 'string' ? [[name, path] as const] : [],
    ),
  );
}

function transformed(transformer: JsonObject, source: InputSource): string {
  const event = parseJson(source.event);
  const paths = pathsOf(transformer);
  return filled(String(member(transformer, 'InputTemplate')), (name) => {
    const path = paths.get(name);
    if (path !== undefined) return valueAt(parseEventPath(path), event);
    return ofTheSystem(name, source, event);
  });
}

function ofTheSystem(
  name: string,
  { event, ruleArn, ingestedAt }: InputSource,
  value: Json,
): Json | undefined {
  switch (name) {
    case 'aws.events.rule-arn':
      return ruleArn;
    case 'aws.events.rule-name':
      return ruleArn.slice(ruleArn.lastIndexOf('/') + 1);
    case 'aws.events.event.ingestion-time':
      return ingestedAt;
    case 'aws.events.event.json':
      return event;
    case 'aws.events.event':
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'detail'))
        : value;
    default:
      return undefined;
  }
}

/** Within quotes a value is text, outside it is JSON; what the event does not have leaves nothing behind. */
function filled(template: string, valueFor: (name: string) => Json | undefined): string {
  let isQuoted = false;
  // Strings' escapes are passed over, so that an escaped quote opens and closes nothing.
  return template.replaceAll(/\\.|"|<([A-Za-z0-9_.-]+)>/g, (found, name?: string) => {
    if (found === '"') isQuoted = !isQuoted;
    if (name === undefined) return found;
    const value = valueFor(name);
    if (value === undefined) return '';
    if (!isQuoted) return JSON.stringify(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}
