import { isIP } from 'node:net';
import { isArray, isNumber, isObject, type Json } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { globMatches } from './glob.ts';

/** What a request shows of itself, by the names of condition keys in lower case. A key that is not there is absent. */
export type RequestContext = Readonly<Record<string, string>>;

/** One line of a statement's `Condition`. */
export interface Condition {
  /** `StringEquals aws:SourceArn`. */
  readonly name: string;
  /** Undefined: what it asks for cannot be judged here. */
  readonly holds: ((context: RequestContext) => boolean) | undefined;
}

/** Keys that a request may show. Any other may be there on AWS and is not here: no condition on it is judged. */
const KEYS = new Set([
  ...['aws:currenttime', 'aws:epochtime', 'aws:principalaccount', 'aws:principalarn'],
  ...['aws:requestedregion', 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourceip'],
]);

/** @returns the conditions of a statement, all of which must hold; or why they cannot be read. */
export function readConditions(
  from: Json | undefined,
): { readonly conditions: readonly Condition[] } | { readonly problem: string } {
  if (from === undefined) return { conditions: [] };
  if (!isObject(from)) return { problem: 'Condition must be a JSON object' };
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(from)) {
    if (!isObject(keys)) return { problem: `Condition ${operator} must be a JSON object` };
    for (const [key, value] of Object.entries(keys))
      conditions.push({ name: `${operator} ${key}`, holds: judgeOf(operator, key.toLowerCase(), value) });
  }
  return { conditions };
}

function judgeOf(operator: string, key: string, value: Json): Condition['holds'] {
  const values = textsOf(value);
  const [, quantifier, name = '', ifExists] =
    /^(ForAnyValue:|ForAllValues:)?([A-Za-z]+?)(IfExists)?$/.exec(operator) ?? [];
  if (values === undefined || !KEYS.has(key)) return undefined;
  if (name === 'Null') return nullJudge(key, values);
  const [test, isNegated] = testOf(name) ?? [];
  if (test === undefined || !values.every((one) => test.isReadable(one))) return undefined;
  return (context) => {
    const given = Object.hasOwn(context, key) ? context[key] : undefined;
    // Without a value nothing fits, and what must not fit does not.
    if (given === undefined)
      return ifExists !== undefined || quantifier === 'ForAllValues:' || isNegated === true;
    return values.some((one) => test.fits(given, one)) !== isNegated;
  };
}

function nullJudge(key: string, values: readonly string[]): Condition['holds'] {
  if (!values.every((one) => one === 'true' || one === 'false')) return undefined;
  return (context) => values.includes(Object.hasOwn(context, key) ? 'false' : 'true');
}

/** A policy variable would be compared as text. */
function textsOf(value: Json): readonly string[] | undefined {
  const texts: string[] = [];
  for (const one of isArray(value) ? value : [value]) {
    if (isObject(one) && !isNumber(one)) return undefined;
    if (isArray(one) || one === null) return undefined;
    const text = typeof one === 'string' ? one : JSON.stringify(one);
    if (text.includes('${')) return undefined;
    texts.push(text);
  }
  return texts;
}

interface Test {
  fits(given: string, wanted: string): boolean;
  isReadable(wanted: string): boolean;
}

/** @returns how two values are compared, and whether the operator wants that they do not fit. */
function testOf(operator: string): readonly [Test, boolean] | undefined {
  const positive = operator.replace(/Not(?=Equals|Like|Ip)|^Not(?=Ip)/, '');
  const test = Object.hasOwn(TESTS, positive) ? TESTS[positive] : undefined;
  return test && [test, positive !== operator];
}

const ANY = () => true;

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: { fits: (given, wanted) => given === wanted, isReadable: ANY },
  StringEqualsIgnoreCase: {
    fits: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
    isReadable: ANY,
  },
  StringLike: { fits: (given, wanted) => globMatches(wanted, given), isReadable: ANY },
  ArnEquals: { fits: arnFits, isReadable: isArn },
  ArnLike: { fits: arnFits, isReadable: isArn },
  Bool: {
    fits: (given, wanted) => given === wanted.toLowerCase(),
    isReadable: (wanted) => /^(true|false)$/i.test(wanted),
  },
  IpAddress: { fits: isWithin, isReadable: isRange },
  ...compared('Numeric', Number),
  ...compared('Date', momentOf),
};

/** Part by part: a star does not reach into the next one. */
function arnFits(given: string, wanted: string): boolean {
  const [parts, patterns] = [sixOf(given), sixOf(wanted)];
  return patterns.every((pattern, at) => globMatches(pattern, parts[at] ?? ''));
}

function isArn(text: string): boolean {
  return text === '*' || sixOf(text).length === 6;
}

function sixOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function compared(kind: string, read: (text: string) => number): Readonly<Record<string, Test>> {
  const isReadable = (wanted: string) => wanted !== '' && !Number.isNaN(read(wanted));
  const by = (fits: (given: number, wanted: number) => boolean): Test => ({
    ...{ isReadable, fits: (given, wanted) => fits(read(given), read(wanted)) },
  });
  return {
    [`${kind}Equals`]: by((given, wanted) => given === wanted),
    [`${kind}LessThan`]: by((given, wanted) => given < wanted),
    [`${kind}LessThanEquals`]: by((given, wanted) => given <= wanted),
    [`${kind}GreaterThan`]: by((given, wanted) => given > wanted),
    [`${kind}GreaterThanEquals`]: by((given, wanted) => given >= wanted),
  };
}

/** A date, or seconds since 1970. */
function momentOf(text: string): Instant {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isWithin(given: string, range: string): boolean {
  const family = isIP(given);
  const [address = '', bits] = range.split('/');
  if (family === 0 || isIP(address) !== family) return false;
  // Its module is only loaded when it is asked for.
  const { BlockList } = process.getBuiltinModule('node:net');
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  return list.check(given, type);
}

function isRange(range: string): boolean {
  const [address = '', bits, ...more] = range.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
