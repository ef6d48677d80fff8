import { JsonataFailure } from '../jsonata-failure.ts';
import { toLetters, toRoman } from './letters.ts';
import { numberToWords } from './number-words.ts';

/** How a whole number is written (XPath 3.1, fn:format-integer). */
export interface IntegerFormat {
  readonly primary: 'decimal' | 'letters' | 'roman' | 'words' | 'sequence';
  readonly letterCase: 'upper' | 'lower' | 'title';
  readonly isOrdinal: boolean;
  /** The picture without its modifier. */
  readonly token: string;
  /** The digit nought of the digits used. */
  readonly zeroCode: number;
  readonly mandatoryDigits: number;
  readonly optionalDigits: number;
  /** Counted from the right, the rightmost first. */
  readonly separators: readonly Separator[];
  /** The distance of equal separators; 0 when they are not regular. */
  readonly regular: number;
}

interface Separator {
  readonly position: number;
  readonly character: string;
}

const NAMED: ReadonlyMap<string, Pick<IntegerFormat, 'primary' | 'letterCase'>> = new Map([
  ['A', { primary: 'letters', letterCase: 'upper' }],
  ['a', { primary: 'letters', letterCase: 'lower' }],
  ['I', { primary: 'roman', letterCase: 'upper' }],
  ['i', { primary: 'roman', letterCase: 'lower' }],
  ['W', { primary: 'words', letterCase: 'upper' }],
  ['Ww', { primary: 'words', letterCase: 'title' }],
  ['w', { primary: 'words', letterCase: 'lower' }],
]);

/** The digits nought of Unicode's decimal digits. */
const ZEROS = [
  0x30, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
  0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
  0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];
/** A number of more digits is a memory bomb. */
const PICTURE_LENGTH_MAX = 1000;

export function readIntegerPicture(picture: string): IntegerFormat {
  if (picture.length > PICTURE_LENGTH_MAX) throw JsonataFailure.tooLarge();
  const semicolon = picture.lastIndexOf(';');
  const token = semicolon < 0 ? picture : picture.slice(0, semicolon);
  const isOrdinal = semicolon >= 0 && picture.charAt(semicolon + 1) === 'o';
  const digits = { zeroCode: 0x30, mandatoryDigits: 0, optionalDigits: 0, separators: [], regular: 0 };
  const named = NAMED.get(token);
  if (named !== undefined) return { ...named, ...digits, isOrdinal, token };
  const decimal = readDigits(token);
  const primary = decimal.mandatoryDigits > 0 ? 'decimal' : 'sequence';
  return { primary, letterCase: 'lower', isOrdinal, token, ...decimal };
}

type Digits = Pick<
  IntegerFormat,
  'zeroCode' | 'mandatoryDigits' | 'optionalDigits' | 'separators' | 'regular'
>;

function readDigits(token: string): Digits {
  let zeroCode: number | undefined;
  let [mandatoryDigits, optionalDigits] = [0, 0];
  const separators: Separator[] = [];
  for (const character of [...token].toReversed()) {
    const code = character.codePointAt(0) ?? 0;
    const zero = ZEROS.find((group) => code >= group && code <= group + 9);
    if (zero !== undefined) {
      mandatoryDigits++;
      zeroCode ??= zero;
      if (zero !== zeroCode) throw new JsonataFailure('D3131');
    } else if (character === '#') optionalDigits++;
    else separators.push({ position: mandatoryDigits + optionalDigits, character });
  }
  return {
    zeroCode: zeroCode ?? 0x30,
    mandatoryDigits,
    optionalDigits,
    separators,
    regular: regularDistance(separators),
  };
}

function regularDistance(separators: readonly Separator[]): number {
  const [first] = separators;
  if (first === undefined || separators.some(({ character }) => character !== first.character)) return 0;
  return commonStep(separators.map(({ position }) => position));
}

/** The step of which the positions are all the multiples, without a gap; 0 when there is none. */
export function commonStep(positions: readonly number[]): number {
  if (positions.length === 0) return 0;
  const step = positions.reduce(divisor);
  return positions.every((_, index) => positions.includes((index + 1) * step)) ? step : 0;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/** Writes a whole number. @throws JsonataFailure D3130 for a picture without digits. */
export function writeInteger(value: number, format: IntegerFormat): string {
  const text = writePositive(Math.abs(value), format);
  return value < 0 ? `-${text}` : text;
}

function writePositive(value: number, format: IntegerFormat): string {
  switch (format.primary) {
    case 'letters':
      return inCase(toLetters(value), format);
    case 'roman':
      return inCase(toRoman(value), format);
    case 'words':
      return inCase(numberToWords(value, format.isOrdinal), format);
    case 'decimal':
      return writeDecimal(value, format);
    case 'sequence':
      throw new JsonataFailure('D3130', { value: format.token });
  }
}

function inCase(text: string, { letterCase }: IntegerFormat): string {
  if (letterCase === 'upper') return text.toUpperCase();
  return letterCase === 'lower' ? text.toLowerCase() : text;
}

function writeDecimal(value: number, format: IntegerFormat): string {
  const ascii = String(value).padStart(format.mandatoryDigits, '0');
  const shifted = format.zeroCode - 0x30;
  const digits = shifted === 0 ? ascii : [...ascii].map((digit) => shift(digit, shifted)).join('');
  const text = separated(digits, format);
  return format.isOrdinal ? text + ordinalSuffix(text) : text;
}

function shift(digit: string, by: number): string {
  return String.fromCodePoint((digit.codePointAt(0) ?? 0) + by);
}

function separated(digits: string, { regular, separators }: IntegerFormat): string {
  let text = digits;
  if (regular > 0) {
    const count = Math.floor((digits.length - 1) / regular);
    // Every separator that is put in moves the ones to its right, which are counted from the right.
    for (let index = count; index > 0; index--) {
      text = insert(text, text.length - index * regular, separators[0]?.character ?? '');
    }
    return text;
  }
  for (const { position, character } of separators.toReversed())
    text = insert(text, text.length - position, character);
  return text;
}

function insert(text: string, at: number, part: string): string {
  const index = at < 0 ? Math.max(0, text.length + at) : at;
  return text.slice(0, index) + part + text.slice(index);
}

const SUFFIXES: ReadonlyMap<string, string> = new Map([
  ['1', 'st'],
  ['2', 'nd'],
  ['3', 'rd'],
]);

function ordinalSuffix(text: string): string {
  const suffix = SUFFIXES.get(text.charAt(text.length - 1));
  return suffix === undefined || text.charAt(text.length - 2) === '1' ? 'th' : suffix;
}
