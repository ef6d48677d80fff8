import {
  type Evaluation,
  isList,
  isRecord,
  type List,
  memberOf,
  OUTER_WRAPPER,
  sequence,
  type Value,
} from './value.ts';

/** The members of that name: of an object its value, of a list those of its items. */
export function lookup(input: Value, key: string, evaluation: Evaluation): Value {
  if (typeof input !== 'object' || input === null) return undefined;
  if (!isList(input)) return isRecord(input) ? memberOf(input, key) : undefined;
  const found = sequence();
  collect(input, key, found, evaluation);
  evaluation.list(found.length);
  return found;
}

function collect(list: List, key: string, found: List, evaluation: Evaluation): void {
  evaluation.step(list.length);
  for (const item of list) {
    const value = lookup(item, key, evaluation);
    if (value === undefined) continue;
    if (isList(value)) for (const one of value) found.push(one);
    else found.push(value);
  }
}

/** `*`: the values of an object, lists among them flattened. */
export function wildcard(input: Value, evaluation: Evaluation): Value {
  const found = sequence();
  const from = isList(input) && ((input.flags ?? 0) & OUTER_WRAPPER) !== 0 ? input[0] : input;
  const values = isList(from) ? from : isRecord(from) ? Object.values(from) : [];
  for (const value of values) {
    if (isList(value)) flatten(value, found, evaluation);
    else found.push(value);
  }
  // What came out of a list is a list again, as `append` would have made it.
  if (values.some(isList)) delete found.flags;
  evaluation.list(found.length);
  return found;
}

function flatten(list: List, found: List, evaluation: Evaluation): void {
  evaluation.step(list.length);
  for (const item of list) {
    if (isList(item)) flatten(item, found, evaluation);
    else found.push(item);
  }
}

/** `**`: a value and everything in it. */
export function descendants(input: Value, evaluation: Evaluation): Value {
  if (input === undefined) return undefined;
  const found = sequence();
  descend(input, found, evaluation);
  evaluation.list(found.length);
  return found.length === 1 ? found[0] : found;
}

function descend(input: Value, found: List, evaluation: Evaluation): void {
  evaluation.step();
  if (!isList(input)) found.push(input);
  const values = isList(input) ? input : isRecord(input) ? Object.values(input) : [];
  for (const value of values) descend(value, found, evaluation);
}
