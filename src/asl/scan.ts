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
 * Where values are in valid JSON text, members of objects where their names are; all in one pass. A path that leads
 * further than the text ends at the last value on its way.
 */
export function positionsOf(text: string, paths: readonly JsonPath[]): readonly Position[] {
  const root = newWanted();
  for (const path of paths) path.reduce<Wanted>(childOf, root);
  mark(text, skipSpace(text, 0), root);
  const lines = lineStarts(text);
  const start = skipSpace(text, 0);
  return paths.map((path) => positionIn(lines, offsetIn(root, path) ?? start));
}

/** From 1, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionOf(text: string, offset: number): Position {
  return positionIn(lineStarts(text), offset);
}

/** The paths asked for, as a tree that the text is read along. */
interface Wanted {
  readonly children: Map<string | number, Wanted>;
  offset?: number;
}

function newWanted(): Wanted {
  return { children: new Map() };
}

function childOf(wanted: Wanted, step: string | number): Wanted {
  const child = wanted.children.get(step) ?? newWanted();
  wanted.children.set(step, child);
  return child;
}

function mark(text: string, value: number, wanted: Wanted): void {
  if (wanted.children.size === 0) return;
  const code = text.charCodeAt(value);
  if (code === OPEN_BRACE) markMembers(text, value, wanted);
  else if (code === OPEN_BRACKET) markElements(text, value, wanted);
}

/** Of two members of the same name the last one counts, which is the one that parsing keeps. */
function markMembers(text: string, object: number, wanted: Wanted): void {
  let at = skipSpace(text, object + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const end = stringEnd(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    const child = wanted.children.get(readString(text, at, end));
    if (child !== undefined) {
      child.offset = at;
      mark(text, value, child);
    }
    at = skipSpace(text, valueEnd(text, value));
    if (text.charCodeAt(at) !== COMMA) return;
    at = skipSpace(text, at + 1);
  }
}

function markElements(text: string, array: number, wanted: Wanted): void {
  let at = skipSpace(text, array + 1);
  for (let index = 0; at < text.length && text.charCodeAt(at) !== CLOSE_BRACKET; index++) {
    const child = wanted.children.get(index);
    if (child !== undefined) {
      child.offset = at;
      mark(text, at, child);
    }
    at = skipSpace(text, valueEnd(text, at));
    if (text.charCodeAt(at) !== COMMA) return;
    at = skipSpace(text, at + 1);
  }
}

function offsetIn(root: Wanted, path: JsonPath): number | undefined {
  let wanted: Wanted | undefined = root;
  let offset: number | undefined;
  for (const step of path) {
    wanted = wanted?.children.get(step);
    offset = wanted?.offset ?? offset;
  }
  return offset;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function positionIn(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
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
