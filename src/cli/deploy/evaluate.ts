import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  setOwn,
  toNumber,
} from '../../base/json.ts';
import { Fault, type Path } from './fault.ts';
import type { Scope } from './scope.ts';

/** Longer texts can only come from a template that wants to fill the memory. */
const TEXT_CHARACTERS_MAX = 4_194_304;

/** A value with its functions called. Undefined: it is left out (`AWS::NoValue`). @throws Fault */
export function evaluate(value: Json, scope: Scope, path: Path): Json | undefined {
  if (isArray(value)) {
    return value
      .map((item, at) => evaluate(item, scope, [...path, String(at)]))
      .filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const call = functionCall(value);
  if (call !== undefined) return call.run(call.argument, scope, [...path, call.name]);
  const result: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith('Fn::') && Object.keys(value).length === 1) {
      throw new Fault([...path, key], `${key} is a function that stepwell does not have`);
    }
    const evaluated = evaluate(inner, scope, [...path, key]);
    if (evaluated !== undefined) setOwn(result, key, evaluated);
  }
  return result;
}

/** A value that must be there. */
export function evaluateWhole(value: Json, scope: Scope, path: Path): Json {
  const result = evaluate(value, scope, path);
  if (result === undefined) throw new Fault(path, 'AWS::NoValue is no value here');
  return result;
}

/** Parameters, resources and attributes that a value names, found without calling anything. */
export function references(value: Json): readonly { readonly name: string; readonly path: Path }[] {
  const found: { name: string; path: Path }[] = [];
  collect(value, [], found);
  return found;
}

function collect(value: Json, path: Path, found: { name: string; path: Path }[]): void {
  if (isArray(value)) value.forEach((item, at) => void collect(item, [...path, String(at)], found));
  if (!isObject(value)) return;
  const keys = Object.keys(value);
  for (const key of keys) {
    const inner = member(value, key) ?? null;
    const place = [...path, key];
    if (keys.length === 1 && key === 'Ref' && typeof inner === 'string')
      found.push({ name: inner, path: place });
    if (keys.length === 1 && key === 'Fn::GetAtt') {
      const name = isArray(inner) ? inner[0] : typeof inner === 'string' ? inner.split('.')[0] : undefined;
      if (typeof name === 'string') found.push({ name, path: place });
    }
    if (keys.length === 1 && key === 'Fn::Sub') {
      for (const name of subNames(inner)) found.push({ name, path: place });
    }
    collect(inner, place, found);
  }
}

function subNames(argument: Json): string[] {
  const [text, own] = isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return [];
  const names = [...text.matchAll(VARIABLE)].map(([, name = '']) => name.trim());
  return names
    .filter((name) => !name.startsWith('!') && !(isObject(own) && member(own, name) !== undefined))
    .map((name) => name.split('.')[0] ?? name);
}

type Run = (argument: Json, scope: Scope, path: Path) => Json | undefined;

const FUNCTIONS: Readonly<Record<string, Run>> = {
  Ref: (argument, scope, path) => scope.ref(text(argument, path), path),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope, path) => {
    const [delimiter, list] = pair(argument, path);
    const parts = listOf(evaluateWhole(list, scope, [...path, '1']), [...path, '1']);
    return bounded(
      parts.map((part, at) => text(part, [...path, '1', String(at)])).join(text(delimiter, path)),
      path,
    );
  },
  'Fn::Split': (argument, scope, path) => {
    const [delimiter, source] = pair(argument, path);
    const separator = text(delimiter, path);
    if (separator === '') throw new Fault(path, 'the delimiter must not be empty');
    return text(evaluateWhole(source, scope, [...path, '1']), [...path, '1']).split(separator);
  },
  'Fn::Select': (argument, scope, path) => {
    const [index, list] = pair(argument, path);
    const values = listOf(evaluateWhole(list, scope, [...path, '1']), [...path, '1']);
    const at = Number(text(evaluateWhole(index, scope, [...path, '0']), [...path, '0']));
    const chosen = Number.isInteger(at) && at >= 0 ? values[at] : undefined;
    if (chosen === undefined) throw new Fault(path, `there is no item ${at} in a list of ${values.length}`);
    return chosen;
  },
  'Fn::If': (argument, scope, path) => {
    const [condition, yes, no] = items(argument, 3, path);
    const isTrue = scope.condition(text(condition ?? null, path), path);
    return evaluate((isTrue ? yes : no) ?? null, scope, [...path, isTrue ? '1' : '2']);
  },
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': (argument, scope, path) =>
    scope.imported(text(evaluateWhole(argument, scope, path), path), path),
  'Fn::Base64': (argument, scope, path) =>
    Buffer.from(text(evaluateWhole(argument, scope, path), path)).toString('base64'),
  'Fn::ToJsonString': (argument, scope, path) => JSON.stringify(evaluateWhole(argument, scope, path)),
  'Fn::Length': (argument, scope, path) => listOf(evaluateWhole(argument, scope, path), path).length,
};

/** `{ "Ref": … }`: an object whose only key is a function's name. */
function functionCall(value: JsonObject): { name: string; argument: Json; run: Run } | undefined {
  const [name, ...more] = Object.keys(value);
  if (name === undefined || more.length > 0 || !Object.hasOwn(FUNCTIONS, name)) return undefined;
  const run = FUNCTIONS[name];
  return run && { name, argument: member(value, name) ?? null, run };
}

function getAttribute(argument: Json, scope: Scope, path: Path): Json {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot <= 0) throw new Fault(path, `GetAtt takes Resource.Attribute, not ${argument}`);
    return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1), path);
  }
  const [name, attribute] = pair(argument, path);
  return scope.attribute(text(name, path), text(evaluateWhole(attribute, scope, path), path), path);
}

const VARIABLE = /\$\{([^{}]*)\}/g;

function substitute(argument: Json, scope: Scope, path: Path): string {
  const [template, own] = isArray(argument) ? pair(argument, path) : [argument, {}];
  if (!isObject(own)) throw new Fault([...path, '1'], 'the variables of Fn::Sub are an object');
  let length = 0;
  const result = text(template, path).replace(VARIABLE, (whole, inner: string) => {
    const name = inner.trim();
    if (name.startsWith('!')) return whole.replace('!', '');
    const value = text(variable(name, own, { scope, path }), path);
    length += value.length;
    if (length > TEXT_CHARACTERS_MAX) throw tooLong(path);
    return value;
  });
  return bounded(result, path);
}

function variable(name: string, own: JsonObject, { scope, path }: { scope: Scope; path: Path }): Json {
  const given = member(own, name);
  if (given !== undefined) return evaluateWhole(given, scope, [...path, '1', name]);
  const dot = name.indexOf('.');
  if (dot > 0) return scope.attribute(name.slice(0, dot), name.slice(dot + 1), path);
  const value = scope.ref(name, path);
  if (value === undefined) throw new Fault(path, `\${${name}} has no value`);
  return value;
}

function findInMap(argument: Json, scope: Scope, path: Path): Json {
  if (!isArray(argument) || argument.length < 3 || argument.length > 4) {
    throw new Fault(path, 'FindInMap takes a map, a top key and a second key');
  }
  const [map = '', top = '', second = ''] = argument
    .slice(0, 3)
    .map((key, at) => text(evaluateWhole(key, scope, [...path, String(at)]), path));
  const found = scope.mapped([map, top, second], path);
  if (found !== undefined) return found;
  const options = argument[3];
  const fallback = isObject(options) ? member(options, 'DefaultValue') : undefined;
  if (fallback === undefined) throw new Fault(path, `there is no ${map}.${top}.${second}`);
  return evaluateWhole(fallback, scope, [...path, '3', 'DefaultValue']);
}

function text(value: Json, path: Path): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (isNumber(value)) return String(toNumber(value));
  throw new Fault(
    path,
    `wants text, not ${isArray(value) ? 'a list' : value === null ? 'null' : 'an object'}`,
  );
}

function listOf(value: Json, path: Path): readonly Json[] {
  if (!isArray(value)) throw new Fault(path, 'wants a list');
  return value;
}

function pair(argument: Json, path: Path): readonly [Json, Json] {
  const [first = null, second = null] = items(argument, 2, path);
  return [first, second];
}

function items(argument: Json, count: number, path: Path): readonly Json[] {
  if (!isArray(argument) || argument.length !== count)
    throw new Fault(path, `wants a list of ${count} values`);
  return argument;
}

function bounded(value: string, path: Path): string {
  if (value.length > TEXT_CHARACTERS_MAX) throw tooLong(path);
  return value;
}

function tooLong(path: Path): Fault {
  return new Fault(path, `gives a text of more than ${TEXT_CHARACTERS_MAX} characters`);
}
