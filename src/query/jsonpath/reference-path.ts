import { isArray, isObject, type Json, setOwn } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import { Cursor } from './cursor.ts';
import { InvalidPath } from './invalid-path.ts';
import { parseTokens } from './parse.ts';
import { compilePath } from './path.ts';
import type { Token } from './token.ts';

/** Where a ResultPath puts its value. */
export interface ReferencePath {
  readonly text: string;
  /**
   * A copy of `target` with `value` in this place; what is beside the path is shared, missing objects are made.
   *
   * @throws StateError States.ResultPathMatchFailure when the path leads through something that is neither
   *   an object nor an existing item of a list.
   */
  write(target: Json, value: Json): Json;
}

/**
 * Compiles `$`, `$.a.b`, `$['a'][0]`.
 *
 * @throws InvalidPath also for `$$`, variables and operators, which name no place to write to.
 */
export function compileReferencePath(text: string): ReferencePath {
  const path = compilePath(text);
  if (path.root !== 'input' || !path.isReference) throw new InvalidPath(`'${text}' is not a Reference Path`);
  const keys = parseTokens(new Cursor(text.trim(), 1), 0).map(keyOf);
  return { text, write: (target, value) => place({ text, keys }, 0, target, value) };
}

function keyOf(token: Token): string | number {
  if (token.kind === 'property' && token.names[0] !== undefined) return token.names[0];
  if (token.kind === 'index' && token.indexes[0] !== undefined) return token.indexes[0];
  throw new InvalidPath(`a Reference Path has names and indexes only, not '${token.kind}'`);
}

interface Place {
  readonly text: string;
  readonly keys: readonly (string | number)[];
}

/** As deep as the path has steps: at most the parser's bound. */
function place(where: Place, at: number, target: Json | undefined, value: Json): Json {
  const key = where.keys[at];
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const index = isArray(target) && key < 0 ? target.length + key : key;
    if (!isArray(target) || target[index] === undefined) return fail(where, target);
    return target.with(index, place(where, at + 1, target[index], value));
  }
  if (target !== undefined && !isObject(target)) return fail(where, target);
  const copy: { [key: string]: Json } = { ...target };
  const child = Object.hasOwn(copy, key) ? copy[key] : undefined;
  setOwn(copy, key, place(where, at + 1, child, value));
  return copy;
}

function fail({ text }: Place, target: Json | undefined): never {
  const found = target === undefined ? 'nothing' : JSON.stringify(target);
  throw new StateError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${text} to input ${found}`,
  );
}
