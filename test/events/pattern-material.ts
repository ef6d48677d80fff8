import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/base/json.ts';

const NAMES = ['a', 'b', 'c'] as const;
const TEXTS = ['x', 'xy', 'XY', 'yx', 'xyx', '', '10.0.0.1', '10.1.0.1'];
const NUMBERS = [-1, 0, 1, 2, 2.5];

/** An event and a pattern of few names and values, so that they often meet. */
export function eventAndPattern(): fc.Arbitrary<[JsonObject, JsonObject]> {
  return fc.tuple(event(2), pattern(2));
}

function plain(): fc.Arbitrary<Json> {
  return fc.constantFrom<Json>(...TEXTS, ...NUMBERS, true, false, null);
}

function event(depth: number): fc.Arbitrary<JsonObject> {
  return objectOf(anything(depth), 0);
}

function anything(depth: number): fc.Arbitrary<Json> {
  if (depth === 0) return plain();
  const inner = fc.oneof(plain(), event(depth - 1));
  return fc.oneof(
    plain(),
    inner,
    fc.array(fc.oneof(inner, fc.array(plain(), { maxLength: 2 })), { maxLength: 3 }),
  );
}

function objectOf(value: fc.Arbitrary<Json>, minKeys: number): fc.Arbitrary<JsonObject> {
  return fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys, maxKeys: 3, noNullPrototype: true });
}

/**
 * @param names Those it may use beside each other: whether two conditions on one list must hold for the same element of
 * it is nowhere said, so none are made.
 */
function pattern(depth: number, names: readonly string[] = NAMES): fc.Arbitrary<JsonObject> {
  const list = fc.array(wanted(), { minLength: 1, maxLength: 2 });
  const field: fc.Arbitrary<Json> =
    depth === 0
      ? list
      : fc.oneof({ weight: 3, arbitrary: list }, { weight: 1, arbitrary: pattern(depth - 1) });
  const fieldsOf = (some: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...some), field, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
  const [own = '', ...others] = names;
  if (depth === 0 || others.length === 0) return fieldsOf(names);
  const alternatives = fc.array(pattern(depth - 1, others), { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: fieldsOf(names) },
    { weight: 1, arbitrary: alternatives.map(($or) => ({ $or })) },
    {
      weight: 1,
      arbitrary: fc.tuple(fieldsOf([own]), alternatives).map(([some, $or]) => ({ ...some, $or })),
    },
  );
}

function wanted(): fc.Arbitrary<Json> {
  const text = fc.constantFrom('x', 'xy', 'Y', 'yX');
  const wildcard = fc.constantFrom('x*', '*y', '*y*', 'x*x', '*');
  const operators: fc.Arbitrary<Json>[] = [
    fc.boolean().map((exists) => ({ exists })),
    text.map((prefix) => ({ prefix })),
    text.map((suffix) => ({ suffix })),
    text.map((part) => ({ prefix: { 'equals-ignore-case': part } })),
    text.map((part) => ({ suffix: { 'equals-ignore-case': part } })),
    text.map((part) => ({ 'equals-ignore-case': part })),
    wildcard.map((star) => ({ wildcard: star })),
    fc.constantFrom('10.0.0.0/8', '10.0.0.0/16', '0.0.0.0/0').map((cidr) => ({ cidr })),
    fc
      .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.constantFrom(...NUMBERS))
      .map((numeric) => ({ numeric })),
    fc
      .tuple(
        fc.constantFrom('>', '>='),
        fc.constantFrom(-1, 0),
        fc.constantFrom('<', '<='),
        fc.constantFrom(1, 2),
      )
      .map((numeric) => ({ numeric })),
    fc.constantFrom<Json>('x', 1, ['x', 'xy'], [0, 1]).map((but) => ({ 'anything-but': but })),
    fc
      .tuple(
        fc.constantFrom('prefix', 'suffix', 'equals-ignore-case'),
        fc.oneof(text, fc.constant(['x', 'Y'])),
      )
      .map(([operator, inner]) => ({ 'anything-but': { [operator]: inner } })),
    wildcard.map((star) => ({ 'anything-but': { wildcard: star } })),
  ];
  return fc.oneof(
    { weight: 4, arbitrary: plain() },
    ...operators.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}
