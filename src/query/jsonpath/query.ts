import {
  isArray,
  isExactNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  setOwn,
} from '../../base/json.ts';
import { compileCondition, compileOperand } from './filter.ts';
import { applyFunction } from './path-function.ts';
import { DEPTH_MAX, MATCHES_MAX, type Query, type Run, refuse, spend } from './run.ts';
import { isDefinite, isPlain, type Operand, type Token } from './token.ts';

/** What is done with each value that the tokens so far lead to. */
type Visit = (value: Json, run: Run) => void;

/** A step with what comes after it: visits the values it leads to. */
type Step = (visit: Visit) => Visit;

/**
 * Compiles tokens to closures.
 *
 * The result is undefined when a definite path finds nothing, and also when the definite steps before the
 * first operator do: Jayway fails on `$.missing[*]` and answers `[]` only where there is something to search.
 */
export function compileQuery(tokens: readonly Token[]): Query {
  const last = tokens.at(-1);
  if (last?.kind === 'function') return functionQuery(tokens.slice(0, -1), last.name, last.parameters);

  const operator = tokens.findIndex((token) => !isPlain(token));
  if (operator < 0) return compilePlain(tokens);

  const plain = tokens.slice(0, operator);
  const rest = tokens.slice(operator);
  const search = compileSearch(rest);
  const isOne = isDefinite(tokens);
  return (start, run) => {
    const from = follow(plain, start);
    if (from === undefined) return !isOne && endsPastEnd(plain, start) ? [] : undefined;
    if (!applies(rest[0], from)) return undefined;
    const matches = search(from, run);
    return isOne ? matches[0] : matches;
  };
}

/** A path of plain steps: its names and indexes, followed without anything else. */
export function compilePlain(tokens: readonly Token[]): (start: Json) => Json | undefined {
  const keys = tokens.map((token) =>
    token.kind === 'property'
      ? (token.names[0] ?? '')
      : token.kind === 'index'
        ? (token.indexes[0] ?? 0)
        : '',
  );
  const reach = keys.some(isInherited) ? accessOwn : access;
  return (start) => {
    let value: Json | undefined = start;
    for (let i = 0; i < keys.length && value !== undefined; i++) value = reach(value, keys[i] ?? '');
    return value;
  };
}

/** Names that an object, or an exact number, has although no JSON says so. */
function isInherited(key: string | number): boolean {
  return key === 'rawJSON' || key in Object.prototype;
}

/** Names that are not inherited need no question whose they are: it would cost as much as the step itself. */
function access(value: Json, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (typeof key === 'number') return isArray(value) ? value.at(key) : undefined;
  // An object that is no list, and its own member if it has one.
  return isArray(value) ? undefined : (value as JsonObject)[key];
}

/** Own members and items only. */
function accessOwn(value: Json, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (typeof key === 'number') return isArray(value) ? value.at(key) : undefined;
  if (isArray(value) || !Object.hasOwn(value, key) || (key === 'rawJSON' && isExactNumber(value)))
    return undefined;
  // An own member of an object that is neither a list nor an exact number.
  return (value as JsonObject)[key];
}

/** Plain property access, step by step; undefined when a step leads nowhere. */
function follow(tokens: readonly Token[], start: Json): Json | undefined {
  let value: Json | undefined = start;
  for (let i = 0; i < tokens.length && value !== undefined; i++) value = step(tokens[i], value);
  return value;
}

/** Whether plain access ends at an index that its list does not have: nothing to search, but no failure. */
function endsPastEnd(tokens: readonly Token[], start: Json): boolean {
  let value = start;
  for (const token of tokens) {
    const next = step(token, value);
    if (next === undefined) return token.kind === 'index' && isArray(value);
    value = next;
  }
  return false;
}

/** Where one plain token leads. */
export function step(token: Token | undefined, value: Json): Json | undefined {
  if (token?.kind === 'property') return isObject(value) ? member(value, token.names[0] ?? '') : undefined;
  if (token?.kind === 'index') return isArray(value) ? value.at(token.indexes[0] ?? 0) : undefined;
  return undefined;
}

/** Whether an operator right after definite steps can work on this value; Jayway fails when it cannot. */
function applies(token: Token | undefined, value: Json): boolean {
  switch (token?.kind) {
    case 'property':
      return isObject(value);
    case 'index':
    case 'slice':
      return isArray(value);
    case 'filter':
      return isArray(value) || isObject(value);
    default:
      return true;
  }
}

function compileSearch(tokens: readonly Token[]): (start: Json, run: Run) => readonly Json[] {
  const steps: Step[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (token === undefined) continue;
    if (token.kind === 'scan' && next !== undefined) {
      i++;
      steps.push(scanStep(next, i === tokens.length - 1));
    } else steps.push(tokenStep(token, i === tokens.length - 1));
  }
  return (start, run) => {
    const matches: Json[] = [];
    const collect: Visit = (value) => {
      if (matches.push(value) > MATCHES_MAX) refuse(run, `finds more than ${MATCHES_MAX} values`);
    };
    steps.reduceRight((visit, make) => make(visit), collect)(start, run);
    return matches;
  };
}

function tokenStep(token: Token, isLast: boolean): Step {
  switch (token.kind) {
    case 'property':
      return token.names.length > 1 && isLast ? mergeStep(token.names) : namesStep(token.names);
    case 'index':
      return (visit) => (value, run) => {
        if (!isArray(value)) return;
        for (const index of token.indexes) visitAt(value, index, visit, run);
      };
    case 'slice':
      return sliceStep(token.from, token.to);
    case 'wildcard':
      return (visit) => (value, run) => eachChild(value, visit, run);
    case 'filter': {
      const accepts = compileCondition(token.condition, compileQuery);
      return (visit) => (value, run) => {
        if (isArray(value)) {
          for (const item of value) if (accepts(item, counted(run))) visit(item, run);
        } else if (isObject(value) && accepts(value, counted(run))) visit(value, run);
      };
    }
    case 'script':
      return () => (_value, run) => refuse(run, 'has a script [(...)], which is not supported');
    case 'scan':
    case 'function':
      // The parser lets neither end up here: a scan has a token after it, a function is the last one.
      return () => () => undefined;
  }
}

function namesStep(names: readonly string[]): Step {
  return (visit) => (value, run) => {
    if (!isObject(value)) return;
    for (const name of names) {
      const child = member(value, name);
      if (child !== undefined) visit(child, counted(run));
      else if (run.isStrict) run.isMissing = true;
    }
  };
}

/** Several names at the end of a path give one object with those that are there. */
function mergeStep(names: readonly string[]): Step {
  return (visit) => (value, run) => {
    if (!isObject(value)) return;
    const merged: { [key: string]: Json } = {};
    for (const name of names) {
      const child = member(value, name);
      if (child !== undefined) setOwn(merged, name, child);
      else if (run.isStrict) run.isMissing = true;
    }
    visit(merged, counted(run));
  };
}

/** Jayway counts a negative start from the end only in `[-2:]`; in `[-2:5]` it is a position like the others. */
function sliceStep(from: number | undefined, to: number | undefined): Step {
  return (visit) => (value, run) => {
    if (!isArray(value)) return;
    const { length } = value;
    const first = from === undefined ? 0 : from < 0 && to === undefined ? Math.max(0, length + from) : from;
    const end = to === undefined ? length : Math.min(length, to < 0 && from === undefined ? length + to : to);
    // A start far below zero would only count up to the first position there is.
    for (let at = Math.max(first, -length); at < end; at++) visitAt(value, at, visit, run);
  };
}

function visitAt(array: readonly Json[], index: number, visit: Visit, run: Run): void {
  const item = array.at(index);
  if (item !== undefined) visit(item, counted(run));
}

function eachChild(value: Json, visit: Visit, run: Run): void {
  if (isArray(value)) {
    for (const item of value) visit(item, counted(run));
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const child = member(value, key);
      if (child !== undefined) visit(child, counted(run));
    }
  }
}

/** `..` with its token: the token is applied to every container, outermost first. */
function scanStep(token: Token, isLast: boolean): Step {
  const inner = tokenStep(token, isLast);
  const takes = scanTarget(token);
  return (visit) => {
    const apply = inner(visit);
    const walk: Visit = (value, run) => {
      if (!isArray(value) && !isObject(value)) return;
      if (++run.depth > DEPTH_MAX) refuse(run, `meets data nested deeper than ${DEPTH_MAX} levels`);
      if (takes(value, run)) apply(value, run);
      eachChild(value, walk, run);
      run.depth--;
    };
    return walk;
  };
}

/** Which containers a scan hands to its token. */
function scanTarget(token: Token): (value: Json, run: Run) => boolean {
  switch (token.kind) {
    case 'property':
      return (value) => isObject(value) && token.names.every((name) => Object.hasOwn(value, name));
    case 'index':
    case 'slice':
      return (value) => isArray(value);
    case 'filter': {
      // A list is searched only when the filter accepts the list itself: so `..[?(@.a)]` sees objects only.
      const accepts = compileCondition(token.condition, compileQuery);
      return (value, run) => accepts(value, counted(run));
    }
    default:
      return () => true;
  }
}

function counted(run: Run): Run {
  spend(run, 1);
  return run;
}

/** A function at the end works on the value found; after a scan on all that it found, else on each match. */
function functionQuery(tokens: readonly Token[], name: string, parameters: readonly Operand[]): Query {
  const head = compileQuery(tokens);
  const operands = parameters.map((operand) => compileOperand(operand, compileQuery));
  const takesAll = isDefinite(tokens) || tokens.some((token) => token.kind === 'scan');
  return (start, run) => {
    const found = head(start, run);
    if (found === undefined) return undefined;
    const values = operands.map((operand) => operand(start, run));
    if (takesAll) return applyFunction(name, found, values);
    if (!isArray(found)) return undefined;
    const results = found.map((match) => applyFunction(name, match, values));
    return results.some((result) => result === undefined)
      ? undefined
      : results.filter((r) => r !== undefined);
  };
}
