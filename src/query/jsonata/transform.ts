import { isExactNumber, setOwn } from '../../base/json.ts';
import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import type { NodeOf } from './node.ts';
import { checkArguments, parseSignature } from './signature.ts';
import {
  Callable,
  type Evaluation,
  type Frame,
  isCallable,
  isList,
  isRecord,
  memberOf,
  VALUE_DEPTH_MAX,
  type Value,
} from './value.ts';

const SIGNATURE = parseSignature('<(oa):o>');

/** `|pattern|update, remove|`: a function that copies its argument and changes what the pattern finds in the copy. */
export function compileTransform(node: NodeOf<'transform'>, compiler: Compiler, place: Place): Compiled {
  const parts: Parts = {
    pattern: compiler.compile(node.pattern, inside(place)),
    update: compiler.compile(node.update, inside(place)),
    remove: node.remove && compiler.compile(node.remove, inside(place)),
    clone: compiler.compile({ type: 'variable', value: 'clone', position: node.position }, inside(place)),
  };
  return (input, frame) =>
    new Callable('', 1, (args, call) =>
      transform(parts, checkArguments(SIGNATURE, args, call.input)[0], input, frame),
    );
}

interface Parts {
  readonly pattern: Compiled;
  readonly update: Compiled;
  readonly remove: Compiled | undefined;
  readonly clone: Compiled;
}

type Changeable = { [key: string]: Value };

function transform(parts: Parts, value: Value, input: Value, frame: Frame): Value {
  if (value === undefined) return undefined;
  if (!isCallable(parts.clone(input, frame))) throw new JsonataFailure('T2013');
  const copies = new Set<Value>();
  const copy = clone(value, copies, frame.evaluation);
  const matches = parts.pattern(copy, frame);
  for (const match of isList(matches) ? matches : matches === undefined ? [] : [matches]) {
    frame.evaluation.step();
    const update = parts.update(match, frame);
    if (update !== undefined && !isRecord(update)) throw new JsonataFailure('T2011', { value: update });
    const names = namesIn(parts.remove?.(match, frame));
    // A pattern may also find what does not belong to the copy; that stays as it is.
    if (!isRecord(match) || !copies.has(match)) continue;
    change(match, update, names);
  }
  return copy;
}

function change(
  object: Changeable,
  update: { readonly [key: string]: Value } | undefined,
  names: readonly string[],
): void {
  for (const key of Object.keys(update ?? {})) setOwn(object, key, memberOf(update ?? {}, key));
  for (const name of names) if (Object.hasOwn(object, name)) delete object[name];
}

function namesIn(value: Value): readonly string[] {
  if (value === undefined) return [];
  return (isList(value) ? value : [value]).map((name) => {
    if (typeof name === 'string') return name;
    throw new JsonataFailure('T2012', { value });
  });
}

/** A deep copy of data; functions become empty texts, as in JSON made of them. */
export function clone(value: Value, copies: Set<Value>, evaluation: Evaluation, depth = 0): Value {
  if (isCallable(value)) return '';
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return value;
  if (depth > VALUE_DEPTH_MAX) throw JsonataFailure.tooDeep();
  evaluation.step();
  if (isList(value)) {
    evaluation.list(value.length);
    return value.map((item) => clone(item, copies, evaluation, depth + 1) ?? null);
  }
  const copy: Changeable = {};
  if (!isRecord(value)) return copy;
  const keys = Object.keys(value);
  evaluation.object(keys.length);
  for (const key of keys) {
    const member = clone(memberOf(value, key), copies, evaluation, depth + 1);
    if (member !== undefined) setOwn(copy, key, member);
  }
  copies.add(copy);
  return copy;
}
