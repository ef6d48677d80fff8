import type { Json } from '../../base/json.ts';
import { InvalidIntrinsic } from '../../query/intrinsics/intrinsic.ts';
import { InvalidPath } from '../../query/jsonpath/invalid-path.ts';
import { compilePath, type Path } from '../../query/jsonpath/path.ts';
import { compileReferencePath } from '../../query/jsonpath/reference-path.ts';
import { compileReference, InvalidTemplate } from '../../query/template.ts';
import { fail, type Place } from '../place.ts';

/** InputPath and OutputPath: a path, or null for an empty object. */
export function checkFilterPath(value: Json, place: Place): void {
  if (value !== null) checkPath(value, place);
}

/** A path to one value or to several. */
function checkPath(value: Json, place: Place): void {
  parse(value, place);
}

/** A path to exactly one value: no wildcards, filters, slices or deep scans. */
export function checkSinglePath(value: Json, place: Place): void {
  const path = parse(value, place, NOT_A_REFERENCE);
  if (path !== undefined && !path.isReference) fail(place, `${NOT_A_REFERENCE}${path.text}`);
}

/** ResultPath: where to write, or null to drop the result. */
export function checkResultPath(value: Json, place: Place): void {
  if (value === null) return;
  if (typeof value !== 'string') {
    fail(place, 'Expected value of type [STRING]');
    return;
  }
  const problem = problemOf(() => compileReferencePath(value));
  if (problem !== undefined) fail(place, `${NOT_A_REFERENCE}${problem}`);
}

/** ErrorPath and CausePath: a path to one value, or an intrinsic function that gives a string. */
export function checkTextPath(value: Json, place: Place): void {
  if (typeof value !== 'string') {
    fail(place, 'Expected value of type [STRING]');
    return;
  }
  if (value.startsWith('$')) {
    checkSinglePath(value, place);
    return;
  }
  const name = /^States\.(\w+)\(/.exec(value)?.[1] ?? '';
  const problem = problemOf(() => compileReference(value, String(place.step)));
  if (problem !== undefined || !GIVE_STRINGS.has(name)) {
    fail(place, 'Value must be a valid JSONPath or a valid intrinsic function call that returns a string');
  }
}

const NOT_A_REFERENCE = 'Value is not a Reference Path: ';

const GIVE_STRINGS: ReadonlySet<string> = new Set([
  'Format',
  'JsonToString',
  'ArrayGetItem',
  'Base64Encode',
  'Base64Decode',
  'Hash',
  'UUID',
]);

function parse(value: Json, place: Place, complaint?: string): Path | undefined {
  if (typeof value !== 'string') {
    fail(place, 'Expected value of type [STRING]');
    return undefined;
  }
  if (complaint !== undefined && !value.startsWith('$')) {
    fail(place, `${complaint}Reference path didn't start with '$'`);
    return undefined;
  }
  try {
    return compilePath(value);
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    fail(place, complaint === undefined ? 'Value must be a valid JSONPath.' : complaint + error.message);
    return undefined;
  }
}

/** Why an expression does not compile; undefined when it does. */
function problemOf(compile: () => unknown): string | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    if (
      error instanceof InvalidPath ||
      error instanceof InvalidIntrinsic ||
      error instanceof InvalidTemplate
    ) {
      return error.message;
    }
    throw error;
  }
}
