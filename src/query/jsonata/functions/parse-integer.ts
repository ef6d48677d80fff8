import { JsonataFailure } from '../jsonata-failure.ts';
import type { IntegerFormat } from './integer-picture.ts';
import { fromLetters, fromRoman } from './letters.ts';
import { NUMBER_WORDS, wordsToNumber } from './number-words.ts';

/** How a number of a format looks in a text, and what it means. */
export interface IntegerReader {
  /** A regular expression of ours: made of the fixed parts below, never of the author's. */
  readonly regex: string;
  read(text: string): number | undefined;
}

/** @param width Digits exactly, when the number stands right before another one. */
export function integerReader(
  format: IntegerFormat,
  width?: { readonly least: number; readonly most: number },
): IntegerReader {
  const isUpper = format.letterCase === 'upper';
  switch (format.primary) {
    case 'letters':
      return { regex: isUpper ? '[A-Z]+' : '[a-z]+', read: fromLetters };
    case 'roman':
      return { regex: isUpper ? '[MDCLXVI]+' : '[mdclxvi]+', read: fromRoman };
    case 'words':
      return {
        regex: `(?:${[...NUMBER_WORDS, 'and', '[\\-, ]'].join('|')})+`,
        read: (text) => wordsToNumber(text.toLowerCase()),
      };
    case 'decimal': {
      const digits = width === undefined ? '[0-9]+' : `[0-9]{${width.least},${width.most}}`;
      const regex = format.isOrdinal ? `${digits}(?:th|st|nd|rd)` : digits;
      return { regex, read: (text) => readDecimal(text, format) };
    }
    case 'sequence':
      throw new JsonataFailure('D3130', { value: format.token });
  }
}

function readDecimal(text: string, format: IntegerFormat): number | undefined {
  let digits = format.isOrdinal ? text.slice(0, -2) : text;
  if (format.regular > 0) digits = digits.replaceAll(',', '');
  else for (const { character } of format.separators) digits = digits.replaceAll(character, '');
  const shifted = format.zeroCode - 0x30;
  if (shifted !== 0) {
    digits = [...digits]
      .map((digit) => String.fromCodePoint(Math.max(0, (digit.codePointAt(0) ?? 0) - shifted)))
      .join('');
  }
  const value = Number.parseInt(digits, 10);
  return Number.isNaN(value) ? undefined : value;
}
