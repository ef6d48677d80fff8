import { JsonataFailure } from '../jsonata-failure.ts';
import { Matcher, matchesIn } from '../match.ts';
import type { Match } from '../regex.ts';
import { type Call, type Callable, isCallable, type List, sequence, type Value } from '../value.ts';
import { optionalNumber, textAt } from './argument.ts';
import { type Native, onSomething } from './native.ts';
import { substitute } from './substitute.ts';

export const MATCH_FUNCTIONS: readonly Native[] = [
  { name: 'match', signature: '<s-f<s:o>n?:a<o>>', arity: 3, body: onSomething(match) },
  { name: 'contains', signature: '<s-(sf):b>', arity: 2, body: onSomething(contains) },
  { name: 'replace', signature: '<s-(sf)(sf)n?:s>', arity: 4, body: onSomething(replace) },
  { name: 'split', signature: '<s-(sf)n?:a<s>>', arity: 3, body: onSomething(split) },
];

/** How many are wanted; without a limit all of them. */
function limitAt(args: readonly Value[], index: number, code: string): number {
  const limit = optionalNumber(args, index) ?? Number.POSITIVE_INFINITY;
  if (limit < 0) throw new JsonataFailure(code, { value: limit, index: index + 1 });
  return Math.ceil(limit);
}

function match(args: readonly Value[], call: Call): Value {
  const limit = limitAt(args, 2, 'D3040');
  const matcher = args[1];
  const found = isCallable(matcher) ? matchesIn(matcher, textAt(args, 0), limit, call) : [];
  call.frame.evaluation.list(found.length);
  const list = sequence();
  for (const { match: text, start, groups } of found)
    list.push({ match: text, index: start, groups: [...groups] });
  return list;
}

function contains(args: readonly Value[], call: Call): Value {
  const [text, token] = [textAt(args, 0), args[1]];
  call.frame.evaluation.scan(text.length);
  if (typeof token === 'string') return text.includes(token);
  if (!isCallable(token)) return undefined;
  if (token instanceof Matcher) return token.invoke([text], call) !== undefined;
  return matchesIn(token, text, 1, call).length > 0;
}

function replace(args: readonly Value[], call: Call): Value {
  const [text, pattern, replacement] = [textAt(args, 0), args[1], args[2]];
  if (pattern === '') throw new JsonataFailure('D3010', { value: pattern, index: 2 });
  const limit = limitAt(args, 3, 'D3011');
  call.frame.evaluation.scan(text.length);
  if (typeof pattern === 'string' && typeof replacement !== 'string') {
    if (!text.includes(pattern) || limit === 0) return text;
    throw new JsonataFailure('D3012', { value: replacement });
  }
  if (limit === 0) return text;
  const matches = isCallable(pattern)
    ? matchesIn(pattern, text, limit, call)
    : occurrences(text, pattern, limit, call);
  return assemble(
    text,
    matches,
    (one) => {
      if (typeof pattern === 'string' && typeof replacement === 'string') return replacement;
      return replacementFor(one, replacement, call);
    },
    call,
  );
}

function occurrences(text: string, part: Value, limit: number, call: Call): readonly Match[] {
  const matches: Match[] = [];
  if (typeof part !== 'string') return matches;
  for (
    let at = text.indexOf(part);
    at >= 0 && matches.length < limit;
    at = text.indexOf(part, at + part.length)
  ) {
    call.frame.evaluation.object(4);
    call.frame.evaluation.step();
    matches.push({ match: part, start: at, end: at + part.length, groups: [] });
  }
  return matches;
}

function assemble(
  text: string,
  matches: readonly Match[],
  by: (match: Match) => string,
  { frame }: Call,
): string {
  let result = '';
  let position = 0;
  for (const one of matches) {
    const inserted = by(one);
    frame.evaluation.step();
    frame.evaluation.joinedText(result.length + one.start - position + inserted.length);
    result += text.slice(position, one.start) + inserted;
    position = one.start + one.match.length;
  }
  frame.evaluation.joinedText(result.length + text.length - position);
  return result + text.slice(position);
}

function replacementFor(one: Match, replacement: Value, call: Call): string {
  if (typeof replacement === 'string') return substitute(replacement, one);
  const replaced = isCallable(replacement) ? replacement.invoke([matchObject(one)], call) : undefined;
  if (typeof replaced !== 'string') throw new JsonataFailure('D3012', { value: replaced });
  return replaced;
}

function matchObject({ match: text, start, end, groups }: Match): Value {
  return { match: text, start, end, groups: [...groups] };
}

function split(args: readonly Value[], call: Call): Value {
  const [text, separator] = [textAt(args, 0), args[1]];
  const limit = limitAt(args, 2, 'D3020');
  call.frame.evaluation.scan(text.length);
  if (limit === 0) return [];
  if (isCallable(separator)) return splitBy(text, separator, limit, call);
  if (typeof separator !== 'string') return [text];
  call.frame.evaluation.list(separator === '' ? text.length : partsOf(text, separator));
  const whole = Math.trunc(optionalNumber(args, 2) ?? Number.NaN);
  return text.split(separator, Number.isFinite(whole) ? whole : undefined);
}

function partsOf(text: string, separator: string): number {
  let parts = 1;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length))
    parts++;
  return parts;
}

function splitBy(text: string, separator: Callable, limit: number, call: Call): Value {
  const parts: List = [];
  let start = 0;
  for (const one of matchesIn(separator, text, limit, call)) {
    parts.push(text.slice(start, one.start));
    start = one.end;
  }
  if (parts.length < limit) parts.push(text.slice(start));
  call.frame.evaluation.list(parts.length);
  return parts;
}
