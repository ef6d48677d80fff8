import { JSON_DEPTH_MAX } from '../base/json.ts';
import type { JsonPath } from './place.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** What parsed JSON no longer shows: names given twice in one object, and nesting that is too deep. */
export interface Oddities {
  readonly duplicates: readonly JsonPath[];
  readonly isTooDeep: boolean;
}

/** @param text Valid JSON. One pass without recursion: 1 MiB of brackets must not overflow the stack. */
export function findOddities(text: string): Oddities {
  const duplicates: JsonPath[] = [];
  // For each open container: the names seen so far, or undefined for an array; and where in it the scan is.
  const names: (Set<string> | undefined)[] = [];
  const steps: (string | number)[] = [];
  let expectsName = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      const end = stringEnd(text, i);
      const seen = names[names.length - 1];
      if (expectsName && seen !== undefined) {
        const name = readString(text, i, end);
        steps[steps.length - 1] = name;
        if (seen.has(name)) duplicates.push([...steps]);
        seen.add(name);
        expectsName = false;
      }
      i = end - 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      expectsName = code === OPEN_BRACE;
      names.push(expectsName ? new Set() : undefined);
      steps.push(0);
      if (names.length > JSON_DEPTH_MAX) return { duplicates, isTooDeep: true };
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      names.pop();
      steps.pop();
    } else if (code === COMMA) {
      const step = steps[steps.length - 1];
      expectsName = names[names.length - 1] !== undefined;
      if (!expectsName && typeof step === 'number') steps[steps.length - 1] = step + 1;
    }
  }
  return { duplicates, isTooDeep: false };
}

/**
 * The offset of a value in valid JSON text, or of its name when it is a member of an object.
 * A path that leads further than the text ends where the text does.
 */
export function offsetOf(text: string, path: JsonPath): number {
  let at = skipSpace(text, 0);
  let mark = at;
  for (const step of path) {
    const found = typeof step === 'number' ? elementAt(text, at, step) : memberAt(text, at, step);
    if (found === undefined) return mark;
    mark = found.mark;
    at = found.value;
  }
  return mark;
}

export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

interface Found {
  readonly mark: number;
  readonly value: number;
}

/** The last member of this name, which is the one that parsing keeps. */
function memberAt(text: string, object: number, name: string): Found | undefined {
  let found: Found | undefined;
  if (text.charCodeAt(object) !== OPEN_BRACE) return undefined;
  let at = skipSpace(text, object + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const end = stringEnd(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (readString(text, at, end) === name) found = { mark: at, value };
    at = skipSpace(text, valueEnd(text, value));
    if (text.charCodeAt(at) !== COMMA) break;
    at = skipSpace(text, at + 1);
  }
  return found;
}

function elementAt(text: string, array: number, index: number): Found | undefined {
  if (text.charCodeAt(array) !== OPEN_BRACKET) return undefined;
  let at = skipSpace(text, array + 1);
  for (let i = 0; i < index; i++) {
    at = skipSpace(text, valueEnd(text, at));
    if (text.charCodeAt(at) !== COMMA) return undefined;
    at = skipSpace(text, at + 1);
  }
  return text.charCodeAt(at) === CLOSE_BRACKET ? undefined : { mark: at, value: at };
}

function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = stringEnd(text, i) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    if (depth < 0 || (depth === 0 && code === COMMA)) return i;
  }
  return text.length;
}

/** The offset after the closing quote. */
function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return text.length;
}

function readString(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? JSON.parse(text.slice(start, end)) : raw;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}
