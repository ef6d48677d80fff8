import { isRecord, memberOf, type Value } from '../value.ts';
import { round } from './number.ts';
import { readNumberPicture, type SubPicture, type Symbols } from './number-picture.ts';

/** `$formatNumber`: XPath 3.1, fn:format-number. */
export function formatNumber(value: number, picture: string, options: Value): string {
  const symbols = symbolsOf(options);
  const [positive, negative] = readNumberPicture(picture, symbols);
  if (positive === undefined) return '';
  const minus = { ...positive, prefix: symbols.minus + positive.prefix };
  const sub = value >= 0 ? positive : (negative ?? minus);
  const { mantissa, exponent } = scaled(adjusted(value, sub, symbols), sub);
  const digits = placed(digitsOf(round(mantissa, sub.fractionMax), sub, symbols), sub, symbols);
  return sub.prefix + digits + exponentText(exponent, sub, symbols) + sub.suffix;
}

function symbolsOf(options: Value): Symbols {
  const option = (name: string, fallback: string) => {
    const value = isRecord(options) ? memberOf(options, name) : undefined;
    return typeof value === 'string' && value !== '' ? value : fallback;
  };
  return {
    decimal: option('decimal-separator', '.'),
    grouping: option('grouping-separator', ','),
    exponent: option('exponent-separator', 'e'),
    minus: option('minus-sign', '-'),
    percent: option('percent', '%'),
    perMille: option('per-mille', '\u2030'),
    zero: option('zero-digit', '0'),
    digit: option('digit', '#'),
    pattern: option('pattern-separator', ';'),
  };
}

function adjusted(value: number, { picture }: SubPicture, { percent, perMille }: Symbols): number {
  if (picture.includes(percent)) return value * 100;
  return picture.includes(perMille) ? value * 1000 : value;
}

interface Scaled {
  readonly mantissa: number;
  readonly exponent: number | undefined;
}

function scaled(value: number, { exponentMin, scaling }: SubPicture): Scaled {
  if (exponentMin === 0) return { mantissa: value, exponent: undefined };
  let [mantissa, exponent] = [value, 0];
  if (mantissa === 0 || !Number.isFinite(mantissa)) return { mantissa, exponent };
  while (Math.abs(mantissa) < 10 ** (scaling - 1)) {
    mantissa *= 10;
    exponent--;
  }
  while (Math.abs(mantissa) > 10 ** scaling) {
    mantissa /= 10;
    exponent++;
  }
  return { mantissa, exponent };
}

interface Digits {
  readonly integer: string;
  readonly fraction: string;
}

/** As many digits as there must be, and no nought more. */
function digitsOf(value: number, sub: SubPicture, symbols: Symbols): Digits {
  const [integer = '', fraction = ''] = Math.abs(value).toFixed(Math.min(100, sub.fractionMax)).split('.');
  return {
    integer: translated(integer.replace(/^0+/, '').padStart(sub.integerMin, '0'), symbols),
    fraction: translated(fraction.replace(/0+$/, '').padEnd(sub.fractionMin, '0'), symbols),
  };
}

function translated(digits: string, { zero }: Symbols): string {
  if (zero === '0') return digits;
  const shift = zero.charCodeAt(0) - 0x30;
  return [...digits]
    .map((one) => (one >= '0' && one <= '9' ? String.fromCharCode(one.charCodeAt(0) + shift) : one))
    .join('');
}

/** With separators, and with a decimal point where something follows it. */
function placed({ integer, fraction }: Digits, sub: SubPicture, symbols: Symbols): string {
  const whole =
    sub.regular > 0 ? grouped(integer, sub.regular, symbols) : parted(integer, sub.integerGroups, symbols);
  let rest = fraction;
  for (const position of sub.fractionGroups)
    rest = rest.slice(0, position) + symbols.grouping + rest.slice(position);
  const hasPoint = sub.picture.includes(symbols.decimal) && rest !== '';
  return hasPoint || rest !== '' ? `${whole}${symbols.decimal}${rest}` : whole;
}

function grouped(integer: string, distance: number, { grouping }: Symbols): string {
  let text = integer;
  const count = Math.floor((integer.length - 1) / distance);
  for (let group = 1; group <= count; group++) {
    const at = integer.length - group * distance;
    text = text.slice(0, at) + grouping + text.slice(at);
  }
  return text;
}

function parted(integer: string, positions: readonly number[], { grouping }: Symbols): string {
  let text = integer;
  let end = integer.length;
  for (const position of positions) {
    const at = Math.max(0, end - position);
    text = text.slice(0, at) + grouping + text.slice(at);
    end++;
  }
  return text;
}

function exponentText(exponent: number | undefined, sub: SubPicture, symbols: Symbols): string {
  if (exponent === undefined) return '';
  const digits = translated(String(Math.abs(exponent)).padStart(sub.exponentMin, '0'), symbols);
  return `${symbols.exponent}${exponent < 0 ? symbols.minus : ''}${digits}`;
}
