import { JsonataFailure } from './jsonata-failure.ts';
import type { Pattern } from './pattern.ts';
import { type Match, search } from './regex.ts';
import {
  type Call,
  Callable,
  type Evaluation,
  isCallable,
  isList,
  isRecord,
  memberOf,
  numberIn,
  type Value,
  type ValueObject,
} from './value.ts';

/** A regular expression as a value: a function from a text to its first match. */
export class Matcher extends Callable {
  readonly pattern: Pattern;

  constructor(pattern: Pattern, invoke: Callable['invoke']) {
    super('', 2, invoke);
    this.pattern = pattern;
  }
}

export function matcherOf(pattern: Pattern, evaluation: Evaluation): Matcher {
  return new Matcher(pattern, ([text, from]) =>
    typeof text === 'string' ? matchValue(pattern, text, numberIn(from) ?? 0, evaluation) : undefined,
  );
}

function matchValue(pattern: Pattern, text: string, from: number, evaluation: Evaluation): Value {
  const match = find(pattern, text, { from, limit: 1 }, evaluation)[0];
  if (match === undefined) return undefined;
  const { end } = match;
  const next = new Callable('', 0, () => {
    if (end >= text.length) return undefined;
    const following = matchValue(pattern, text, end, evaluation);
    if (isRecord(following) && memberOf(following, 'match') === '') throw emptyMatch(pattern);
    return following;
  });
  const { start, groups } = match;
  return { match: match.match, start, end, groups: [...groups], next };
}

function emptyMatch({ source }: Pattern): JsonataFailure {
  return new JsonataFailure('D1004', { value: source });
}

function find(
  pattern: Pattern,
  text: string,
  { from, limit }: { readonly from: number; readonly limit: number },
  evaluation: Evaluation,
): readonly Match[] {
  evaluation.scan(text.length);
  const found = search(pattern, text, { from, limit, meter: evaluation });
  for (const { groups } of found) evaluation.object(4 + groups.length);
  evaluation.step(256);
  return found;
}

/**
 * The matches of a regular expression, or of a function that stands for one, one after the other.
 *
 * @throws JsonataFailure D1004 for an empty match after another, T1010 for a function that answers with something else.
 */
export function matchesIn(matcher: Callable, text: string, limit: number, call: Call): readonly Match[] {
  if (!(matcher instanceof Matcher)) return customMatches(matcher, text, limit, call);
  const { evaluation } = call.frame;
  const found = find(matcher.pattern, text, { from: 0, limit: limit === 0 ? 0 : limit + 1 }, evaluation);
  if (found.some(({ match }, index) => index > 0 && match === '')) throw emptyMatch(matcher.pattern);
  return found.slice(0, limit);
}

function customMatches(matcher: Callable, text: string, limit: number, call: Call): readonly Match[] {
  const matches: Match[] = [];
  let value = matcher.invoke([text], call);
  while (value !== undefined && value !== null) {
    call.frame.evaluation.object(6);
    call.frame.evaluation.step();
    if (!isMatch(value)) throw new JsonataFailure('T1010');
    matches.push(toMatch(value));
    if (matches.length >= limit) break;
    const next = memberOf(value, 'next');
    value = isCallable(next) ? next.invoke([], call) : undefined;
  }
  return matches;
}

function isMatch(value: Value): value is ValueObject {
  if (!isRecord(value)) return false;
  return (
    numberIn(memberOf(value, 'start')) !== undefined ||
    isList(memberOf(value, 'groups')) ||
    isCallable(memberOf(value, 'next'))
  );
}

function toMatch(value: ValueObject): Match {
  const groups = memberOf(value, 'groups');
  const text = memberOf(value, 'match');
  const start = numberIn(memberOf(value, 'start')) ?? 0;
  const match = typeof text === 'string' ? text : '';
  return {
    match,
    start,
    end: numberIn(memberOf(value, 'end')) ?? start + match.length,
    groups: isList(groups) ? groups.map((group) => (typeof group === 'string' ? group : undefined)) : [],
  };
}
