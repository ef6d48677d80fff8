import { isArray, isObject, JSON_DEPTH_MAX, type Json, parseOwnJson, setOwn } from './json.ts';

/** Characters that are read at once: far less than a millisecond. */
const PART_LENGTH = 8 * 1024;

/**
 * What `parseJson` gives, with a pause after every few thousand characters.
 *
 * @param text JSON; nobody promises that every text that is none is refused.
 * @throws SyntaxError as `parseJson`.
 */
export function* parseJsonInSteps(text: string): Generator<undefined, Json> {
  const ends = yield* findLong(text);
  const start = text.search(/\S/);
  return ends.has(start) ? yield* readLong(text, start, ends) : parseOwnJson(text);
}

/** Where the arrays and objects end that are too long to be read at once, by where they start. */
type Ends = ReadonlyMap<number, number>;

function* findLong(text: string): Generator<undefined, Ends> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  let pauseAt = PART_LENGTH;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (isOpening(code)) {
      open.push(at);
      if (open.length > JSON_DEPTH_MAX) throw new SyntaxError(`nested deeper than ${JSON_DEPTH_MAX} levels`);
    } else if (isClosing(code)) {
      const start = open.pop() ?? at;
      if (at - start > PART_LENGTH) ends.set(start, at);
    }
    if (at < pauseAt) continue;
    yield;
    pauseAt = at + PART_LENGTH;
  }
  return ends;
}

/** Members are read in the order of the text: many short ones at once, a long one by itself. */
function* readLong(text: string, start: number, ends: Ends): Generator<undefined, Json> {
  const whole = new Whole(text.charCodeAt(start) === BRACKET);
  const end = ends.get(start) ?? text.length;
  let [from, member, depth] = [start + 1, start + 1, 0];
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (isClosing(code)) depth--;
    else if (isOpening(code)) {
      const memberEnd = ends.get(at);
      if (memberEnd === undefined) {
        depth++;
        continue;
      }
      if (member > from) whole.addShort(text.slice(from, member - 1));
      whole.addLong(text.slice(member, at), yield* readLong(text, at, ends));
      at = skipBlanks(text, memberEnd + 1);
      from = at + 1;
      member = from;
    } else if (code === COMMA && depth === 0) {
      member = at + 1;
      if (member - from < PART_LENGTH) continue;
      whole.addShort(text.slice(from, at));
      from = member;
      yield;
    }
  }
  if (from < end) whole.addShort(text.slice(from, end));
  return whole.value;
}

/** An array or object that grows. */
class Whole {
  readonly #list: Json[] = [];
  readonly #object: { [key: string]: Json } = {};
  readonly #isList: boolean;

  constructor(isList: boolean) {
    this.#isList = isList;
  }

  get value(): Json {
    return this.#isList ? this.#list : this.#object;
  }

  /** @param text Members with commas between them. */
  addShort(text: string): void {
    this.#add(parseOwnJson(this.#isList ? `[${text}]` : `{${text}}`));
  }

  /** @param before Its name and a colon, or blanks. */
  addLong(before: string, value: Json): void {
    if (this.#isList) this.#list.push(value);
    else for (const name of Object.keys(JSON.parse(`{${before}0}`))) setOwn(this.#object, name, value);
  }

  #add(part: Json): void {
    if (isArray(part)) for (const item of part) this.#list.push(item);
    else if (isObject(part))
      for (const name of Object.keys(part)) setOwn(this.#object, name, part[name] ?? null);
  }
}

/** @returns where its closing quote is. */
function endOfString(text: string, start: number): number {
  for (let at = start; ; ) {
    at = text.indexOf('"', at + 1);
    if (at < 0) throw new SyntaxError('a string without an end');
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= SPACE) at++;
  return at;
}

function isOpening(code: number): boolean {
  return code === BRACKET || code === 0x7b;
}

function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
