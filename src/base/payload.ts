import { isObject, type Json, type JsonObject, parseOwnJson } from './json.ts';
import { StateError } from './state-error.ts';

/**
 * An input or an output: JSON text and its value, each made from the other on first use.
 *
 * The text a client sent stays the text as long as the value is untouched (AWS keeps `0.0` and
 * white space); a value made here is stringified at most once. Payloads are immutable and shared.
 */
export class Payload {
  #text: string | undefined;
  #value: Json | undefined;
  #bytes = -1;

  private constructor(text: string | undefined, value: Json | undefined) {
    this.#text = text;
    this.#value = value;
  }

  /** @param text Valid JSON: whoever takes text from outside has parsed it once already. */
  static fromText(text: string, value?: Json): Payload {
    return new Payload(text, value);
  }

  static fromValue(value: Json): Payload {
    return new Payload(undefined, value);
  }

  /** The array of these payloads' values. */
  static fromItems(items: readonly Payload[]): Payload {
    return new Payload(
      undefined,
      items.map((item) => item.value),
    );
  }

  /** @throws StateError States.Runtime when the value is nested too deeply to be printed (several thousand levels). */
  get text(): string {
    this.#text ??= print(this.#value);
    return this.#text;
  }

  get value(): Json {
    if (this.#value === undefined) this.#value = parseOwnJson(this.text);
    return this.#value;
  }

  /** Whether this very value is this payload's: what was passed through untouched keeps its text. */
  has(value: Json): boolean {
    return this.#value !== undefined && this.#value === value;
  }

  /** Length of the text in UTF-8; a lone surrogate counts 3, as in its replacement character. */
  get bytes(): number {
    if (this.#bytes < 0) this.#bytes = utf8Length(this.text);
    return this.#bytes;
  }
}

function print(value: Json | undefined): string {
  // As JSON has it, in a third of the time: a Map prints each of its items.
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const counts = isObject(value) ? printNumbers(value) : undefined;
  if (counts !== undefined) return counts;
  try {
    return JSON.stringify(value);
  } catch (error) {
    // The stack ran out: a machine that wraps its own output in a loop comes here after thousands of turns.
    if (error instanceof RangeError)
      throw new StateError('States.Runtime', 'The value is nested too deeply.');
    throw error;
  }
}

/**
 * Counters and cursors, which every loop of a workflow prints again and again: as JSON has them, in a third of the time.
 *
 * @returns undefined for anything but a few numbers with plain names.
 */
function printNumbers(value: JsonObject): string | undefined {
  const names = Object.keys(value);
  if (names.length > NUMBERS_MAX) return undefined;
  let text = '';
  for (const name of names) {
    const number = value[name];
    if (typeof number !== 'number' || !Number.isFinite(number) || !isPlain(name)) return undefined;
    text += `${text === '' ? '{' : ','}"${name}":${number}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

const NUMBERS_MAX = 4;

/** Whether it is printed as it is. */
function isPlain(name: string): boolean {
  if (name.length > SHORT) return false;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code < SPACE || code === QUOTE || code === BACKSLASH || code > ASCII_MAX) return false;
  }
  return true;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Up to here a loop is faster than a call of native code. */
const SHORT = 24;

function utf8Length(text: string): number {
  if (text.length > SHORT) return Buffer.byteLength(text);
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > ASCII_MAX) return Buffer.byteLength(text);
  }
  return text.length;
}

const ASCII_MAX = 0x7f;

export const EMPTY_OBJECT: Payload = Payload.fromText('{}', {});
