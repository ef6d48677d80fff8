import { isObject, type JsonObject } from '../../base/json.ts';
import { listIn, textIn, wholeIn } from '../service/fields.ts';
import { type Texts, tagged } from '../service/tags.ts';
import { invalid } from './refusals.ts';

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^\/([\x21-\x7e]+\/)?$/;
const PAGE_MAX = 1000;
const PAGE = 100;

/** @throws ServiceRefusal ValidationError. */
export function required(input: JsonObject, field: string): string {
  const text = textIn(input, field);
  if (text === undefined || text === '') throw invalid(`${field} must not be null or empty.`);
  return text;
}

/** A name of a role or a policy. @throws ServiceRefusal ValidationError. */
export function nameIn(input: JsonObject, field: string, charactersMax: number): string {
  const name = required(input, field);
  if (name.length <= charactersMax && NAME.test(name)) return name;
  throw invalid(
    `The specified value for ${lowerFirst(field)} is invalid. It must contain only alphanumeric characters ` +
      `and/or the following: +=,.@_- and have at most ${charactersMax} characters`,
  );
}

/** @throws ServiceRefusal ValidationError. */
export function pathIn(input: JsonObject): string {
  const path = textIn(input, 'Path') ?? '/';
  if (path.length <= 512 && PATH.test(path)) return path;
  throw invalid(
    'The specified value for path is invalid. It must begin and end with / and contain only ASCII.',
  );
}

export function tagsIn(input: JsonObject): Texts {
  const pairs = (listIn(input, 'Tags') ?? []).map((tag): [string, string] => {
    if (!isObject(tag)) throw invalid('A tag has a Key and a Value.');
    return [required(tag, 'Key'), textIn(tag, 'Value') ?? ''];
  });
  const tags = tagged({}, pairs);
  if (Object.keys(tags).length > 50) throw invalid('There may be 50 tags.');
  return tags;
}

export function tagList(tags: Texts): JsonObject[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** As much of a list as the caller wants: `Marker` is where it goes on. */
export function pageOf(all: readonly JsonObject[], input: JsonObject, name: string): JsonObject {
  const marker = textIn(input, 'Marker') ?? '0';
  const size = wholeIn(input, 'MaxItems') ?? PAGE;
  if (!/^\d{1,9}$/.test(marker)) throw invalid('Invalid Marker.');
  if (size < 1 || size > PAGE_MAX) throw invalid(`MaxItems must be 1 to ${PAGE_MAX}.`);
  const end = Number(marker) + size;
  const rest = end < all.length ? { Marker: String(end) } : {};
  return { [name]: all.slice(Number(marker), end), IsTruncated: end < all.length, ...rest };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
