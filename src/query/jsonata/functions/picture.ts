import { numberAt, optionalText, textAt } from './argument.ts';
import { formatDate } from './format-date.ts';
import { formatNumber } from './format-number.ts';
import { readIntegerPicture, writeInteger } from './integer-picture.ts';
import { type Native, onSomething } from './native.ts';
import { parseDate, parseIsoDate } from './parse-date.ts';
import { integerReader } from './parse-integer.ts';

/** Functions that read and write by pictures. */
export const PICTURE_FUNCTIONS: readonly Native[] = [
  {
    name: 'formatNumber',
    signature: '<n-so?:s>',
    arity: 3,
    body: onSomething((args) => formatNumber(numberAt(args, 0), textAt(args, 1), args[2])),
  },
  {
    name: 'formatInteger',
    signature: '<n-s:s>',
    arity: 2,
    body: onSomething((args) =>
      writeInteger(Math.floor(numberAt(args, 0)), readIntegerPicture(textAt(args, 1))),
    ),
  },
  {
    name: 'parseInteger',
    signature: '<s-s:n>',
    arity: 2,
    body: onSomething((args) => integerReader(readIntegerPicture(textAt(args, 1))).read(textAt(args, 0))),
  },
  {
    name: 'now',
    signature: '<s?s?:s>',
    arity: 2,
    body: (args, { frame }) =>
      formatDate(frame.evaluation.world.now, optionalText(args, 0), optionalText(args, 1)),
  },
  { name: 'millis', signature: '<:n>', arity: 0, body: (_args, { frame }) => frame.evaluation.world.now },
  {
    name: 'fromMillis',
    signature: '<n-s?s?:s>',
    arity: 3,
    body: onSomething((args) => formatDate(numberAt(args, 0), optionalText(args, 1), optionalText(args, 2))),
  },
  {
    name: 'toMillis',
    signature: '<s-s?:n>',
    arity: 2,
    body: onSomething((args, { frame }) => {
      const picture = optionalText(args, 1);
      return picture === undefined
        ? parseIsoDate(textAt(args, 0))
        : parseDate(textAt(args, 0), picture, frame.evaluation);
    }),
  },
];
