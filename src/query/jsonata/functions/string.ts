import { JsonataFailure } from '../jsonata-failure.ts';
import { textOf } from '../text.ts';
import type { Call, Evaluation, Value } from '../value.ts';
import { listAt, numberAt, optionalNumber, textAt } from './argument.ts';
import { type Native, onSomething } from './native.ts';

export const STRING_FUNCTIONS: readonly Native[] = [
  {
    name: 'string',
    signature: '<x-b?:s>',
    arity: 1,
    body: ([value, pretty], { frame }) =>
      value === undefined ? undefined : textOf(value, frame.evaluation, pretty === true ? 2 : 0),
  },
  text('substring', '<s-nn?:s>', 3, substring),
  text('substringBefore', '<s-s:s>', 2, (value, args) => {
    const at = value.indexOf(textAt(args, 1));
    return at < 0 ? value : value.slice(0, at);
  }),
  text('substringAfter', '<s-s:s>', 2, (value, args) => {
    const marker = textAt(args, 1);
    const at = value.indexOf(marker);
    return at < 0 ? value : value.slice(at + marker.length);
  }),
  text('lowercase', '<s-:s>', 1, (value) => value.toLowerCase()),
  text('uppercase', '<s-:s>', 1, (value) => value.toUpperCase()),
  text('length', '<s-:n>', 1, (value) => lengthOf(value)),
  text('trim', '<s-:s>', 1, (value) => value.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '')),
  text('pad', '<s-ns?:s>', 3, pad),
  { name: 'join', signature: '<a<s>s?:s>', arity: 2, body: onSomething((args, call) => join(args, call)) },
  text('base64encode', '<s-:s>', 1, (value) => Buffer.from(value, 'latin1').toString('base64')),
  text('base64decode', '<s-:s>', 1, (value) => Buffer.from(value, 'base64').toString('latin1')),
  uri('encodeUrlComponent', encodeURIComponent),
  uri('encodeUrl', encodeURI),
  uri('decodeUrlComponent', decodeURIComponent),
  uri('decodeUrl', decodeURI),
];

type TextBody = (value: string, args: readonly Value[], evaluation: Evaluation) => Value;

/** A function of a text; reading it and the text that comes out of it are paid for. */
function text(name: string, signature: string, arity: number, body: TextBody): Native {
  return {
    name,
    signature,
    arity,
    body: onSomething((args, { frame }) => {
      const value = textAt(args, 0);
      frame.evaluation.scan(value.length);
      const result = body(value, args, frame.evaluation);
      // Slices share their text with the whole.
      if (typeof result === 'string' && result !== value) frame.evaluation.text(result.length >> 1);
      return result;
    }),
  };
}

function uri(name: string, convert: (value: string) => string): Native {
  return text(name, '<s-:s>', 1, (value) => {
    try {
      return convert(value);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      throw new JsonataFailure('D3140', { value, functionName: name });
    }
  });
}

/** In code points: a pair of surrogates counts once. */
function lengthOf(value: string): number {
  let pairs = 0;
  for (let index = 0; index < value.length - 1; index++) {
    if (isPair(value.charCodeAt(index), value.charCodeAt(index + 1))) {
      pairs++;
      index++;
    }
  }
  return value.length - pairs;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

function substring(value: string, args: readonly Value[], evaluation: Evaluation): string {
  const length = optionalNumber(args, 2);
  const whole = lengthOf(value);
  const start = whole + numberAt(args, 1) < 0 ? 0 : numberAt(args, 1);
  if (length !== undefined && length <= 0) return '';
  const end = length === undefined ? undefined : start >= 0 ? start + length : whole + start + length;
  if (whole === value.length) return value.slice(start, end);
  evaluation.list(whole);
  return [...value].slice(start, end).join('');
}

function pad(value: string, args: readonly Value[], evaluation: Evaluation): string {
  const width = Math.trunc(numberAt(args, 1));
  const filler = textAt(args, 2) === '' ? ' ' : textAt(args, 2);
  const missing = Math.abs(width) - lengthOf(value);
  if (!(missing > 0)) return value;
  // The filler's last repetition may be cut, and its characters may be pairs.
  evaluation.text(value.length + (missing + 1) * (filler.length > 1 ? 2 : 1));
  const repeated = filler.repeat(Math.ceil(missing / lengthOf(filler)));
  const padding = lengthOf(repeated) === missing ? repeated : cut(repeated, missing);
  return width > 0 ? value + padding : padding + value;
}

function cut(value: string, length: number): string {
  let end = 0;
  for (let count = 0; count < length; count++) {
    end += isPair(value.charCodeAt(end), value.charCodeAt(end + 1)) ? 2 : 1;
  }
  return value.slice(0, end);
}

function join(args: readonly Value[], { frame }: Call): string {
  const list = listAt(args, 0);
  const separator = textAt(args, 1);
  let length = separator.length * Math.max(0, list.length - 1);
  for (const item of list) length += typeof item === 'string' ? item.length : 0;
  frame.evaluation.text(length);
  return list.join(separator);
}
