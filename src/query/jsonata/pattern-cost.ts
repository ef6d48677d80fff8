/** About 15 ms of V8's matcher (measured, November 2026: `a+b` on 4,096 characters of `a` takes 14 ms). */
const STEPS_MAX = 2 ** 24;

/**
 * The worst case of a regular expression is a product: every quantifier may try as many lengths as there are
 * characters. Such a pattern is cheap while that product is small; one with a quantifier within another, a look around
 * or a reference back has no bound that could be read off.
 */
export interface PatternCost {
  /** Whether matching a text of that length surely takes no more than a few milliseconds. */
  isCheap(length: number): boolean;
}

export function costOf(source: string): PatternCost {
  const repeats = repeatsIn(source);
  if (repeats === undefined) return { isCheap: () => false };
  return {
    isCheap(length) {
      const steps = repeats.reduce((product, most) => product * (Math.min(most, length) + 1), length + 1);
      return steps <= STEPS_MAX;
    },
  };
}

interface Group {
  /** Whether something inside repeats or has alternatives: such a group must not be repeated itself. */
  isBranching: boolean;
}

/** How often each part may repeat, alternatives included; undefined when that does not bound the work. */
function repeatsIn(source: string): readonly number[] | undefined {
  const repeats: number[] = [];
  const open: Group[] = [{ isBranching: false }];
  let last: Group | undefined;
  for (let at = 0; at < source.length; ) {
    const token = tokenAt(source, at);
    if (token === undefined) return undefined;
    at += token.text.length;
    const group = open.at(-1);
    if (group === undefined) return undefined;
    if (token.kind === 'open') open.push({ isBranching: false });
    else if (token.kind === 'close') {
      last = open.pop();
      if (last?.isBranching === true && open.length > 0) markBranching(open);
      continue;
    } else if (token.kind === 'alternative') {
      group.isBranching = true;
      repeats.push(1);
    } else if (token.kind === 'quantifier') {
      if (last?.isBranching === true) return undefined;
      group.isBranching = true;
      repeats.push(token.most);
      // `a+?` and what else follows a quantifier belongs to it.
      last = { isBranching: false };
      continue;
    }
    last = undefined;
  }
  return repeats;
}

function markBranching(open: readonly Group[]): void {
  const group = open.at(-1);
  if (group !== undefined) group.isBranching = true;
}

type Token = { readonly text: string } & (
  | { readonly kind: 'open' | 'close' | 'alternative' | 'character' }
  | { readonly kind: 'quantifier'; readonly most: number }
);

const GROUP = /\((?:\?:|\?<[A-Za-z_$][\w$]*>)?/y;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/y;
const BRACES = /\{(\d+)(,?)(\d*)\}\??/y;

function tokenAt(source: string, at: number): Token | undefined {
  const char = source.charAt(at);
  switch (char) {
    case '(': {
      const text = matchAt(GROUP, source, at)?.[0] ?? char;
      // What else begins with `(?` looks around or changes flags.
      return source.charAt(at + text.length) === '?' ? undefined : { kind: 'open', text };
    }
    case ')':
      return { kind: 'close', text: char };
    case '|':
      return { kind: 'alternative', text: char };
    case '[': {
      const text = matchAt(CLASS, source, at)?.[0];
      return text === undefined ? undefined : { kind: 'character', text };
    }
    case '\\':
      // A reference back; `\0` is a character, but a rare one.
      return /[0-9k]/.test(source.charAt(at + 1))
        ? undefined
        : { kind: 'character', text: source.slice(at, at + 2) };
    case '*':
    case '+':
    case '?':
      return quantifier(source, at, char === '?' ? 1 : Number.POSITIVE_INFINITY);
    case '{':
      return braces(source, at);
    default:
      return { kind: 'character', text: char };
  }
}

function quantifier(source: string, at: number, most: number): Token {
  return {
    kind: 'quantifier',
    text: source.slice(at, source.charAt(at + 1) === '?' ? at + 2 : at + 1),
    most,
  };
}

function braces(source: string, at: number): Token {
  const found = matchAt(BRACES, source, at);
  if (found === undefined) return { kind: 'character', text: '{' };
  const [text = '', least, comma, most] = found;
  const unbounded = comma === ',' && most === '';
  return { kind: 'quantifier', text, most: unbounded ? Number.POSITIVE_INFINITY : Number(most || least) };
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  const sticky = new RegExp(pattern.source, 'y');
  sticky.lastIndex = at;
  return sticky.exec(source) ?? undefined;
}
