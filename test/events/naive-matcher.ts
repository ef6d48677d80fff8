import { isArray, isObject, type Json, type JsonObject, member } from '../../src/base/json.ts';

/**
 * The meaning of event patterns written down a second time, slowly: every way of choosing one element from each list of
 * the event gives an event without lists, and a pattern matches when it matches one of those. What must not exist must
 * exist in none.
 */
export function naiveMatches(pattern: JsonObject, event: JsonObject): boolean {
  const choices = withoutLists(event);
  return choices.some((choice) => holds(pattern, choice, choices, []));
}

function withoutLists(value: Json): Json[] {
  if (Array.isArray(value)) return value.length === 0 ? [NOTHING] : value.flatMap(withoutLists);
  if (typeof value !== 'object' || value === null) return [value];
  let choices: [string, Json][][] = [[]];
  for (const [name, inner] of Object.entries(value)) {
    choices = choices.flatMap((before) =>
      withoutLists(inner).map((one) => (one === NOTHING ? before : before.concat([[name, one]]))),
    );
  }
  return choices.map((entries) => Object.fromEntries(entries));
}

/** In place of the element of an empty list. */
const NOTHING = 'nothing at all';

function holds(pattern: JsonObject, choice: Json, all: readonly Json[], path: readonly string[]): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const here = [...path, name];
    if (name === '$or' && Array.isArray(wanted)) return wanted.some((one) => holds(one, choice, all, path));
    if (isObject(wanted)) return holds(wanted, choice, all, here);
    if (!isArray(wanted)) return false;
    return wanted.some((one) => {
      if (isAbsence(one)) return all.every((other) => leafAt(other, here) === undefined);
      const leaf = leafAt(choice, here);
      return leaf !== undefined && passes(one, leaf);
    });
  });
}

function isAbsence(wanted: Json): boolean {
  return JSON.stringify(wanted) === '{"exists":false}';
}

function leafAt(value: Json, path: readonly string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const name of path) at = isObject(at) ? member(at, name) : undefined;
  return isObject(at) ? undefined : at;
}

function passes(wanted: Json, leaf: Json): boolean {
  if (typeof wanted !== 'object' || wanted === null) return wanted === leaf;
  const [[operator, operand] = ['', null]] = Object.entries(wanted);
  const text = typeof leaf === 'string' ? leaf : undefined;
  switch (operator) {
    case 'exists':
      return true;
    case 'prefix':
    case 'suffix':
      return text !== undefined && atEnd(operator, operand, text);
    case 'equals-ignore-case':
      return text?.toLowerCase() === String(operand).toLowerCase();
    case 'wildcard':
      return text !== undefined && new RegExp(`^${String(operand).replaceAll('*', '[^]*')}$`).test(text);
    case 'cidr':
      return text !== undefined && inBlock(text, String(operand));
    case 'numeric':
      return typeof leaf === 'number' && isArray(operand) && inRange(leaf, operand);
    case 'anything-but':
      return !butOf(operand).some((one) => passes(one, leaf));
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function atEnd(operator: 'prefix' | 'suffix', operand: Json, text: string): boolean {
  if (typeof operand === 'object')
    return atEnd(operator, String(Object.values(operand ?? {})[0]).toLowerCase(), text.toLowerCase());
  const part = String(operand);
  return (operator === 'prefix' ? text.slice(0, part.length) : text.slice(-part.length)) === part;
}

function butOf(operand: Json): Json[] {
  if (Array.isArray(operand)) return [...operand];
  if (typeof operand !== 'object' || operand === null) return [operand];
  const [[operator, inner] = ['', null]] = Object.entries(operand);
  return (Array.isArray(inner) ? inner : [inner]).map((one) => ({ [operator]: one }));
}

/** IPv4 only, bit by bit. */
function inBlock(text: string, block: string): boolean {
  const bits = (address: string) =>
    address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(text) || text.split('.').some((part) => Number(part) > 255))
    return false;
  const [network = '', length = ''] = block.split('/');
  return bits(text).slice(0, Number(length)) === bits(network).slice(0, Number(length));
}

function inRange(value: number, [operator, bound, ...rest]: readonly Json[]): boolean {
  if (operator === undefined) return true;
  const limit = Number(bound);
  const isIn = {
    '=': value === limit,
    '<': value < limit,
    '<=': value <= limit,
    '>': value > limit,
    '>=': value >= limit,
  }[String(operator)];
  return isIn === true && inRange(value, rest);
}
