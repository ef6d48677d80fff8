import { isArray, isObject, type Json } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import { javaClass, javaText } from '../java-text.ts';
import type { Scope } from '../language.ts';
import { Cursor } from './cursor.ts';
import { InvalidPath } from './invalid-path.ts';
import { parseTokens } from './parse.ts';
import { compilePlain, compileQuery, step } from './query.ts';
import { newRun } from './run.ts';
import { isDefinite, isPlain, type Token, tokensText } from './token.ts';

export { InvalidPath };

/** A compiled JSONPath with Jayway's semantics. */
export interface Path {
  readonly text: string;
  /** Leads to at most one value: no operator that may match several. */
  readonly isDefinite: boolean;
  /** Names and indexes only. */
  readonly isReference: boolean;
  readonly root: Root;
  /**
   * The value of a definite path, undefined when it finds nothing; the array of an indefinite path's matches,
   * also when it is empty. A path from a variable without value finds nothing either way.
   *
   * @throws StateError States.Runtime when the path would cost too much.
   */
  find(input: Json, scope: Scope): Json | undefined;
  /** AWS's text after "Invalid path '<text>' : " for a miss. */
  missReason(input: Json, scope: Scope): string;
  /** Whether a miss is an index past the end of a list, which payload templates read as null. */
  missesPastEnd(input: Json, scope: Scope): boolean;
}

type Root = 'input' | 'context' | { readonly variable: string };

/** `$`, `$$` or `$name`, then what follows; names are Unicode identifiers. */
const ROOT = /^\$(\$|[\p{ID_Start}_][\p{ID_Continue}]*)?(?=$|[.[])/u;

/**
 * Compiles `$...`, `$$...` or `$name...`.
 *
 * @throws InvalidPath
 */
export function compilePath(text: string): Path {
  // Jayway trims; a published definition has `$$.Execution.Name ` with a blank at its end.
  const trimmed = text.trim();
  const head = ROOT.exec(trimmed);
  if (head === null) throw new InvalidPath(`a path must start with $, $$ or $name, not '${text}'`);
  const name = head[1];
  const root: Root = name === undefined ? 'input' : name === '$' ? 'context' : { variable: name };
  const tokens = parseTokens(new Cursor(trimmed, head[0].length), 0);
  const query = compileQuery(tokens);
  const plain = tokens.every(isPlain) ? compilePlain(tokens) : undefined;
  const isOne = isDefinite(tokens);
  const isReference = tokens.every(isPlain) && !hasOperator(text);
  const start = (input: Json, scope: Scope) => startOf(root, input, scope);
  return {
    text,
    isDefinite: isOne,
    isReference,
    root,
    find(input, scope) {
      const from = start(input, scope);
      if (from === undefined) return undefined;
      if (plain !== undefined) return plain(from);
      const found = query(from, newRun(text, from, scope));
      // Jayway fails where there is nothing to search, `$.missing[*]`; AWS's recorded answer is the empty list.
      return found === undefined && !isOne ? [] : found;
    },
    missReason: (input, scope) => missOf(tokens, start(input, scope)).reason,
    missesPastEnd: (input, scope) => missOf(tokens, start(input, scope)).isPastEnd,
  };
}

/**
 * What InputPath, OutputPath and the fields whose name ends in Path read.
 *
 * @throws StateError States.Runtime with AWS's text when there is nothing.
 */
export function readPath(path: Path, input: Json, scope: Scope): Json {
  const value = path.find(input, scope);
  if (value !== undefined) return value;
  throw new StateError('States.Runtime', `Invalid path '${path.text}' : ${path.missReason(input, scope)}`);
}

/** The variables a path reads. */
export function variablesOf(path: Path): string[] {
  return typeof path.root === 'object' ? [path.root.variable] : [];
}

/** `@ , : ? *` outside brackets with quotes and not escaped: part of a name for Jayway, never in a Reference Path. */
function hasOperator(text: string): boolean {
  return /[@,:?*]/.test(text.replace(/\[\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*\]|\\./gs, ''));
}

function startOf(root: Root, input: Json, scope: Scope): Json | undefined {
  if (root === 'input') return input;
  return root === 'context' ? scope.context() : scope.variable(root.variable);
}

interface Miss {
  readonly reason: string;
  readonly isPastEnd: boolean;
}

/** Walks the tokens again to say, in Jayway's words, where they lead nowhere. */
function missOf(tokens: readonly Token[], start: Json | undefined): Miss {
  if (start === undefined) return { reason: 'the variable has no value', isPastEnd: false };
  let value = start;
  for (const [i, token] of tokens.entries()) {
    const next = isPlain(token) ? step(token, value) : undefined;
    if (next === undefined) return missAt(tokens, i, value);
    value = next;
  }
  return nothing(tokens, false);
}

function missAt(tokens: readonly Token[], at: number, value: Json): Miss {
  const token = tokens[at];
  const before = `$${tokensText(tokens.slice(0, at))}`;
  if (token?.kind === 'property') {
    if (!isObject(value)) return { reason: notAnObject(token, before, value), isPastEnd: false };
    if (token.names.length > 1 || at === tokens.length - 1) return nothing(tokens, false);
    return { reason: `Missing property in path ${before}${tokensText([token])}`, isPastEnd: false };
  }
  if (token?.kind === 'index' && isArray(value)) return nothing(tokens, true);
  if (token?.kind === 'function') return nothing(tokens, false);
  if (token?.kind === 'filter') {
    const context = `Current context is: ${javaText(value)}`;
    return { reason: `Filter: [?] can not be applied to primitives. ${context}`, isPastEnd: false };
  }
  if (value === null) return { reason: `The path ${before} is null`, isPastEnd: false };
  const filter = tokensText(tokens.slice(at));
  return {
    reason: `Filter: ${filter} can only be applied to arrays. Current context is: ${javaText(value)}`,
    isPastEnd: false,
  };
}

function nothing(tokens: readonly Token[], isPastEnd: boolean): Miss {
  return { reason: `No results for path: $${tokensText(tokens)}`, isPastEnd };
}

function notAnObject(token: Token, before: string, value: Json): string {
  return (
    `Expected to find an object with property ${tokensText([token])} in path ${before} but found '${javaClass(value)}'. ` +
    "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'."
  );
}
