import { JsonataFailure } from '../jsonata-failure.ts';
import { commonStep } from './integer-picture.ts';

/** The characters that mean something in a picture, and how special numbers are written (XPath 3.1, decimal formats). */
export interface Symbols {
  readonly decimal: string;
  readonly grouping: string;
  readonly exponent: string;
  readonly minus: string;
  readonly percent: string;
  readonly perMille: string;
  readonly zero: string;
  readonly digit: string;
  readonly pattern: string;
}

/** What a sub-picture says. */
export interface SubPicture {
  readonly picture: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly integerMin: number;
  readonly fractionMin: number;
  readonly fractionMax: number;
  readonly exponentMin: number;
  readonly scaling: number;
  /** Distance of the separators; 0 when they are irregular. */
  readonly regular: number;
  readonly integerGroups: readonly number[];
  readonly fractionGroups: readonly number[];
}

interface Parts {
  readonly picture: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly active: string;
  readonly mantissa: string;
  readonly exponent: string | undefined;
  readonly integer: string;
  readonly fraction: string;
}

const PICTURE_LENGTH_MAX = 1000;

/** @throws JsonataFailure D3080 to D3093 */
export function readNumberPicture(picture: string, symbols: Symbols): readonly SubPicture[] {
  if (picture.length > PICTURE_LENGTH_MAX) throw JsonataFailure.tooLarge();
  const pictures = picture.split(symbols.pattern);
  if (pictures.length > 2) throw new JsonataFailure('D3080');
  const parts = pictures.map((one) => partsOf(one, symbols));
  for (const one of parts) {
    const code = problemOf(one, symbols);
    if (code !== undefined) throw new JsonataFailure(code);
  }
  return parts.map((one) => analyse(one, symbols));
}

function isDigit(character: string, { zero }: Symbols): boolean {
  const distance = character.charCodeAt(0) - zero.charCodeAt(0);
  return character !== '' && distance >= 0 && distance < 10;
}

function isActive(character: string, symbols: Symbols): boolean {
  const { decimal, exponent, grouping, digit, pattern } = symbols;
  return isDigit(character, symbols) || [decimal, exponent, grouping, digit, pattern].includes(character);
}

function partsOf(picture: string, symbols: Symbols): Parts {
  const characters = picture.split('');
  const begins = (character: string) => isActive(character, symbols) && character !== symbols.exponent;
  const first = characters.findIndex(begins);
  const prefix = first < 0 ? '' : picture.slice(0, first);
  const suffix = first < 0 ? '' : picture.slice(characters.findLastIndex(begins) + 1);
  const active = picture.slice(prefix.length, picture.length - suffix.length);
  const at = picture.indexOf(symbols.exponent, prefix.length);
  const hasExponent = at >= 0 && at <= picture.length - suffix.length;
  const mantissa = hasExponent ? active.slice(0, at) : active;
  const exponent = hasExponent ? active.slice(at + 1) : undefined;
  const point = mantissa.indexOf(symbols.decimal);
  const integer = point < 0 ? mantissa : mantissa.slice(0, point);
  const fraction = point < 0 ? suffix : mantissa.slice(point + 1);
  return { picture, prefix, suffix, active, mantissa, exponent, integer, fraction };
}

/** The last rule that is broken: they are all checked, as in the implementation everybody knows. */
function problemOf(parts: Parts, symbols: Symbols): string | undefined {
  const { picture, mantissa, active, integer, fraction, exponent } = parts;
  const { decimal, grouping, percent, perMille } = symbols;
  const point = picture.indexOf(decimal);
  const isRepeated = (part: string) => picture.indexOf(part) !== picture.lastIndexOf(part);
  const hasDigit = (text: string) => text.split('').some((character) => isDigit(character, symbols));
  const optional = integer.indexOf(symbols.digit);
  const lastOptional = fraction.lastIndexOf(symbols.digit);
  const hasSign = picture.includes(percent) || picture.includes(perMille);
  const rules: readonly (readonly [code: string, isBroken: boolean])[] = [
    ['D3081', isRepeated(decimal)],
    ['D3082', isRepeated(percent)],
    ['D3083', isRepeated(perMille)],
    ['D3084', picture.includes(percent) && picture.includes(perMille)],
    ['D3085', !hasDigit(mantissa) && !mantissa.includes(symbols.digit)],
    ['D3086', active.split('').some((character) => !isActive(character, symbols))],
    ['D3087', point >= 0 && [picture.charAt(point - 1), picture.charAt(point + 1)].includes(grouping)],
    ['D3088', point < 0 && integer.endsWith(grouping)],
    ['D3089', picture.includes(grouping + grouping)],
    ['D3090', optional >= 0 && hasDigit(integer.slice(0, optional))],
    ['D3091', lastOptional >= 0 && hasDigit(fraction.slice(lastOptional))],
    ['D3092', exponent !== undefined && exponent.length > 0 && hasSign],
    [
      'D3093',
      exponent !== undefined &&
        (exponent === '' || !exponent.split('').every((one) => isDigit(one, symbols))),
    ],
  ];
  return rules.findLast(([, isBroken]) => isBroken)?.[0];
}

function analyse(parts: Parts, symbols: Symbols): SubPicture {
  const count = (text: string, withOptional: boolean) =>
    text.split('').filter((one) => isDigit(one, symbols) || (withOptional && one === symbols.digit)).length;
  const hasExponent = parts.exponent !== undefined;
  const scaling = count(parts.integer, false);
  let integerMin = scaling;
  let fractionMin = count(parts.fraction, false);
  let fractionMax = count(parts.fraction, true);
  if (integerMin === 0 && fractionMax === 0) {
    if (hasExponent) [fractionMin, fractionMax] = [1, 1];
    else integerMin = 1;
  }
  if (hasExponent && integerMin === 0 && parts.integer.includes(symbols.digit)) integerMin = 1;
  if (integerMin === 0 && fractionMin === 0) fractionMin = 1;
  const groups = (text: string, toLeft: boolean) => groupsIn(text, parts.integer, symbols, toLeft);
  const integerGroups = groups(parts.integer, false);
  return {
    picture: parts.picture,
    prefix: parts.prefix,
    suffix: parts.suffix,
    integerMin,
    fractionMin,
    fractionMax,
    exponentMin: count(parts.exponent ?? '', false),
    scaling,
    regular: commonStep(integerGroups),
    integerGroups,
    fractionGroups: groups(parts.fraction, true),
  };
}

/** Digits beyond each separator; further separators are sought in the integer part, also for the fraction. */
function groupsIn(text: string, integer: string, symbols: Symbols, toLeft: boolean): readonly number[] {
  const groups: number[] = [];
  for (let at = text.indexOf(symbols.grouping); at >= 0; at = integer.indexOf(symbols.grouping, at + 1)) {
    const beyond = toLeft ? text.slice(0, at) : text.slice(at);
    groups.push(beyond.split('').filter((one) => isDigit(one, symbols) || one === symbols.digit).length);
  }
  return groups;
}
