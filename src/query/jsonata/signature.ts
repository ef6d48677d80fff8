import { isExactNumber } from '../../base/json.ts';
import { syntaxError } from './invalid-jsonata.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import { isCallable, isList, type Value } from './value.ts';

/** What a function takes: `<s-nn?:s>`. One letter stands for the type of a value, `m` for a missing one. */
export interface Signature {
  readonly parameters: readonly Parameter[];
}

interface Parameter {
  readonly letters: string;
  /** Letters that the context may have when the argument is missing; undefined: the context does not stand in. */
  readonly contextLetters: string | undefined;
  readonly isOptional: boolean;
  readonly isRepeated: boolean;
  readonly isArray: boolean;
  /** Of an array's items. */
  readonly itemType: string | undefined;
}

type Draft = { -readonly [Name in keyof Parameter]: Parameter[Name] } & { readonly symbol: string };

const ANY = 'asnblfom';
const LETTERS: ReadonlyMap<string, string> = new Map([
  ...['s', 'n', 'b', 'l', 'o'].map((letter) => [letter, `${letter}m`] as const),
  ['a', ANY],
  ['f', 'f'],
  ['j', 'asnblom'],
  ['x', ANY],
]);
const ITEM_NAMES: ReadonlyMap<string, string> = new Map([
  ['a', 'arrays'],
  ['b', 'booleans'],
  ['f', 'functions'],
  ['n', 'numbers'],
  ['o', 'objects'],
  ['s', 'strings'],
]);

/**
 * @param position Where the signature stands in the expression.
 * @throws InvalidJsonata
 */
export function parseSignature(text: string, position = 0): Signature {
  const drafts: Draft[] = [];
  for (let at = 1; at < text.length && text.charAt(at) !== ':'; at++) {
    const symbol = text.charAt(at);
    const last = drafts.at(-1);
    const letters = LETTERS.get(symbol);
    if (letters !== undefined) drafts.push(draftOf(symbol, letters));
    else if (symbol === '(') {
      const end = closing(text, at, '()');
      const choice = text.slice(at + 1, end);
      if (choice.includes('<')) throw syntaxError('S0402', position + at, { value: choice });
      drafts.push(draftOf('(', `${choice}m`));
      at = end;
    } else if (symbol === '<') {
      if (last?.symbol !== 'a' && last?.symbol !== 'f') {
        throw syntaxError('S0401', position + at, { value: last?.symbol });
      }
      const end = closing(text, at, '<>');
      last.itemType = text.slice(at + 1, end);
      at = end;
    } else if (last !== undefined) modify(last, symbol);
  }
  return { parameters: drafts };
}

function draftOf(symbol: string, letters: string): Draft {
  const isArray = symbol === 'a';
  return {
    symbol,
    letters,
    contextLetters: undefined,
    isOptional: false,
    isRepeated: false,
    isArray,
    itemType: undefined,
  };
}

function modify(draft: Draft, symbol: string): void {
  if (symbol === '-') draft.contextLetters = draft.letters;
  if (symbol === '-' || symbol === '?') draft.isOptional = true;
  if (symbol === '+') draft.isRepeated = true;
}

function closing(text: string, open: number, [opens, closes]: string): number {
  let depth = 1;
  for (let at = open + 1; at < text.length; at++) {
    if (text.charAt(at) === closes && --depth === 0) return at;
    if (text.charAt(at) === opens) depth++;
  }
  return text.length;
}

/**
 * The arguments as the function takes them: single values become lists where a list is wanted, the context stands
 * in for a missing one.
 *
 * @throws JsonataFailure T0410, T0411, T0412
 */
export function checkArguments(
  { parameters }: Signature,
  args: readonly Value[],
  context: Value,
): readonly Value[] {
  let letters = '';
  for (const arg of args) letters += letterOf(arg);
  const counts = shareGreedily(parameters, letters) ?? share(parameters, letters, true);
  if (counts === undefined) throw mismatch(parameters, letters, args);
  const checked: Value[] = [];
  let at = 0;
  parameters.forEach((parameter, index) => {
    const count = counts[index] ?? 0;
    if (count === 0) checked.push(standIn(parameter, args, at, context));
    // An argument that is there but did not match counts as given.
    if (count === 0 && parameter.contextLetters === undefined) at++;
    for (let repeat = 0; repeat < count; repeat++) {
      checked.push(parameter.isArray ? asArray(parameter, args, at) : args[at]);
      at++;
    }
  });
  return checked;
}

function letterOf(value: Value): string {
  if (value === undefined) return 'm';
  if (value === null) return 'l';
  if (typeof value === 'string') return 's';
  if (typeof value === 'number' || isExactNumber(value)) return 'n';
  if (typeof value === 'boolean') return 'b';
  if (isList(value)) return 'a';
  return isCallable(value) ? 'f' : 'o';
}

/** Every parameter takes what it can; undefined when that does not work out, and another way may. */
function shareGreedily(parameters: readonly Parameter[], letters: string): readonly number[] | undefined {
  const counts: number[] = [];
  let at = 0;
  for (const { letters: fitting, isOptional, isRepeated } of parameters) {
    let count = 0;
    const limit = isRepeated ? letters.length - at : 1;
    while (count < limit && at + count < letters.length && fitting.includes(letters.charAt(at + count)))
      count++;
    if (count === 0 && !isOptional) return undefined;
    counts.push(count);
    at += count;
  }
  return at === letters.length ? counts : undefined;
}

/**
 * How many arguments each parameter takes, the earlier ones as many as they can. By a table and not by a regular
 * expression: repeated parameters would make that take exponential time.
 *
 * @param isWhole Whether every argument must be taken.
 */
function share(
  parameters: readonly Parameter[],
  letters: string,
  isWhole: boolean,
): readonly number[] | undefined {
  const fits: boolean[][] = [];
  fits[parameters.length] = Array.from(
    { length: letters.length + 1 },
    (_, at) => !isWhole || at === letters.length,
  );
  for (let index = parameters.length - 1; index >= 0; index--) {
    fits[index] = Array.from(
      { length: letters.length + 1 },
      (_, at) => taken(parameters[index], letters, at, fits[index + 1]) !== undefined,
    );
  }
  if (fits[0]?.[0] !== true) return undefined;
  let at = 0;
  return parameters.map((parameter, index) => {
    const count = taken(parameter, letters, at, fits[index + 1]) ?? 0;
    at += count;
    return count;
  });
}

/** The most arguments from `at` on that leave the rest to fit. */
function taken(
  parameter: Parameter | undefined,
  letters: string,
  at: number,
  fits: readonly boolean[] | undefined,
): number | undefined {
  if (parameter === undefined) return undefined;
  let most = 0;
  const limit = parameter.isRepeated ? letters.length - at : 1;
  while (most < limit && at + most < letters.length && parameter.letters.includes(letters.charAt(at + most)))
    most++;
  const least = parameter.isOptional ? 0 : 1;
  for (let count = most; count >= least; count--) if (fits?.[at + count] === true) return count;
  return undefined;
}

function standIn({ contextLetters }: Parameter, args: readonly Value[], at: number, context: Value): Value {
  if (contextLetters === undefined) return args[at];
  if (contextLetters.includes(letterOf(context))) return context;
  throw new JsonataFailure('T0411', { value: context, index: at + 1 });
}

function asArray({ itemType }: Parameter, args: readonly Value[], at: number): Value {
  const value = args[at];
  if (value === undefined) return undefined;
  if (itemType !== undefined && !holds(value, itemType)) {
    throw new JsonataFailure('T0412', { value, index: at + 1, type: ITEM_NAMES.get(itemType) });
  }
  return isList(value) ? value : [value];
}

function holds(value: Value, itemType: string): boolean {
  if (!isList(value)) return letterOf(value) === itemType;
  const letter = itemType.charAt(0);
  return value.every((item) => letterOf(item) === letter);
}

/** Names the first argument that no reading of the signature can take. */
function mismatch(parameters: readonly Parameter[], letters: string, args: readonly Value[]): JsonataFailure {
  let good = 0;
  for (let count = 1; count <= parameters.length; count++) {
    const counts = share(parameters.slice(0, count), letters, false);
    if (counts === undefined) break;
    good = counts.reduce((sum, one) => sum + one, 0);
  }
  return new JsonataFailure('T0410', { value: args[good], index: good + 1 });
}
