import { isArray, isObject, type Json, member, setOwn } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { compileIntrinsic } from './intrinsics/intrinsic.ts';
import { InvalidIntrinsic } from './intrinsics/invalid-intrinsic.ts';
import { InvalidPath } from './jsonpath/invalid-path.ts';
import { compilePath } from './jsonpath/path.ts';
import type { Scope } from './language.ts';
import { sizeUpTo } from './size.ts';

/** What `$` means in a template (effective input, raw result, ...) and the rest of what it can see. */
type Fill = (input: Json, scope: Scope) => Json;

/** A key ends in `.$` and its value is neither a path nor a call. The message is AWS's. */
export class InvalidTemplate extends Error {
  override readonly name = 'InvalidTemplate';
  /** With its suffix: `x.$`. */
  readonly field: string;

  constructor(field: string, options?: ErrorOptions) {
    super(
      `The value for the field '${field}' must be a valid JSONPath or a valid intrinsic function call`,
      options,
    );
    this.field = field;
  }
}

/**
 * Compiles a payload template: values under keys that end in `.$`, at any depth and in lists of objects, are
 * paths or intrinsic calls; everything else is copied. A part without such keys is the same object every time.
 *
 * @throws InvalidTemplate also when a key is there with and without its `.$`.
 */
export function compileTemplate(template: Json): Fill {
  const parts = compilePart(template);
  if (parts === undefined) return () => template;
  if (parts.references <= UNMETERED_MAX) return parts.fill;
  return (input, scope) => affordable(parts.fill(input, scope), scope);
}

/**
 * Compiles a path or an intrinsic call that stands alone, as in ErrorPath and CausePath.
 *
 * @param field Named in the failure text: `ErrorPath`, `value.$`.
 * @throws InvalidTemplate
 */
export function compileReference(text: string, field: string): Fill {
  try {
    return text.startsWith('$') ? pathReference(text, field) : compileIntrinsic(text);
  } catch (error) {
    if (error instanceof InvalidPath || error instanceof InvalidIntrinsic) {
      throw new InvalidTemplate(field, { cause: error });
    }
    throw error;
  }
}

function pathReference(text: string, field: string): Fill {
  const path = compilePath(text);
  return (input, scope) => {
    const value = path.find(input, scope);
    if (value !== undefined) return value;
    // Measured on AWS: an index past the end of a list is no failure here.
    if (path.missesPastEnd(input, scope)) return null;
    throw new StateError(
      'States.Runtime',
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(input)}'`,
    );
  };
}

/** So many references to one input of the largest size are still a text that can be built and refused. */
const UNMETERED_MAX = 32;
/** So many are filled in without a look at the clock. */
const AT_ONCE_MAX = 8;
const TEXT_LENGTH_MAX = 4 * 1024 * 1024;

/** Thousands of references to one large value cost nothing until they become text. */
function affordable(value: Json, scope: Scope): Json {
  scope.elapsedMs();
  if (sizeUpTo(value, TEXT_LENGTH_MAX) < TEXT_LENGTH_MAX) return value;
  throw new StateError(
    'States.Runtime',
    `The payload template gives more than ${TEXT_LENGTH_MAX} characters`,
  );
}

/** A part that has something to fill in. */
interface Part {
  readonly fill: Fill;
  /** How many values it fills in. */
  readonly references: number;
}

function compilePart(template: Json): Part | undefined {
  if (isArray(template)) return compileList(template);
  if (!isObject(template)) return undefined;
  const members = Object.keys(template).map((key) => compileMember(key, member(template, key) ?? null));
  if (new Set(members.map(({ name }) => name)).size < members.length)
    throw new InvalidTemplate(doubled(template));
  const references = members.reduce((sum, { part }) => sum + (part?.references ?? 0), 0);
  if (references === 0) return undefined;
  const isMany = members.length > AT_ONCE_MAX;
  return {
    references,
    fill(input, scope) {
      const filled: { [key: string]: Json } = {};
      for (const { name, value, part } of members) {
        if (isMany && part !== undefined) scope.elapsedMs();
        setOwn(filled, name, part?.fill(input, scope) ?? value);
      }
      return filled;
    },
  };
}

interface Member {
  /** Without `.$`. */
  readonly name: string;
  readonly value: Json;
  readonly part: Part | undefined;
}

function compileMember(key: string, value: Json): Member {
  if (!key.endsWith('.$')) return { name: key, value, part: compilePart(value) };
  if (typeof value !== 'string') throw new InvalidTemplate(key);
  return { name: key.slice(0, -2), value: null, part: { fill: compileReference(value, key), references: 1 } };
}

function compileList(template: readonly Json[]): Part | undefined {
  const items = template.map((value) => ({ value, part: compilePart(value) }));
  const references = items.reduce((sum, { part }) => sum + (part?.references ?? 0), 0);
  if (references === 0) return undefined;
  const isMany = items.length > AT_ONCE_MAX;
  return {
    references,
    fill: (input, scope) =>
      items.map(({ value, part }) => {
        if (isMany && part !== undefined) scope.elapsedMs();
        return part?.fill(input, scope) ?? value;
      }),
  };
}

/** The key whose name without `.$` is there, too. */
function doubled(template: Json): string {
  const keys = isObject(template) ? Object.keys(template) : [];
  return keys.find((key) => key.endsWith('.$') && keys.includes(key.slice(0, -2))) ?? '';
}
