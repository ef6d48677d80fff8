import { isArray, isObject, type Json, type JsonObject, member, parseJson, setOwn } from '../base/json.ts';
import { type Diagnostic, validate } from './validate.ts';

/** A state without the machine around it. */
export interface SingleState {
  readonly name: string;
  readonly definition: JsonObject;
  /** Of the machine it comes from. */
  readonly queryLanguage: 'JSONPath' | 'JSONata';
}

/** What AWS calls a state that is given by itself. */
const NAME = 'StateName';

/** Everything that is wrong with the definition of one state, as `validate` says it of a machine. */
export function validateSingleState(definition: string): readonly Diagnostic[] {
  const state = objectIn(definition);
  // What is no object is refused in the same words as a machine.
  if (state === undefined) return validate(definition, { type: 'STANDARD' });
  const { name } = singleState(definition, state);
  // The text itself, not what was read from it: a field that is there twice must be seen.
  return validate(around(name, state, definition), { type: 'STANDARD' })
    .filter(({ code }) => code !== 'MISSING_END_STATE')
    .map((diagnostic) => withinState(diagnostic, `/States/${name}`));
}

/** The place as it is in the state's own text. */
function withinState({ severity, code, message, location }: Diagnostic, prefix: string): Diagnostic {
  if (location === undefined) return { severity, code, message };
  const own = location.startsWith(prefix) ? location.slice(prefix.length) : location;
  return { severity, code, message, location: own === '' ? '/' : own };
}

/** @param definition Text for which `validateSingleState` has no error. */
export function readSingleState(definition: string): SingleState {
  return singleState(definition, objectIn(definition) ?? {});
}

/** A state of a valid machine, at any depth; undefined when there is none of this name. */
export function stateOfMachine(definition: string, name: string): SingleState | undefined {
  const machine = objectIn(definition) ?? {};
  const found = findState(machine, name);
  if (found === undefined) return undefined;
  const queryLanguage = member(machine, 'QueryLanguage') === 'JSONata' ? 'JSONata' : 'JSONPath';
  return { name, definition: found, queryLanguage };
}

/** A state inside a Map or Parallel state. */
export function findStateIn({ definition }: SingleState, name: string): JsonObject | undefined {
  return findInside(definition, name);
}

/** The smallest machine that has this state: wherever it may go, that is the end. */
export function machineAround({ name, definition, queryLanguage }: SingleState): string {
  return around(name, definition, JSON.stringify(definition), queryLanguage);
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function singleState(text: string, definition: JsonObject): SingleState {
  let name = NAME;
  // Names are unique in a machine, and the state may have others inside it.
  while (text.includes(JSON.stringify(name))) name += '_';
  return { name, definition, queryLanguage: 'JSONPath' };
}

function findState(holder: Json, name: string): JsonObject | undefined {
  if (!isObject(holder)) return undefined;
  const states = member(holder, 'States');
  if (!isObject(states)) return undefined;
  const own = member(states, name);
  if (isObject(own)) return own;
  for (const state of Object.values(states)) {
    const found = isObject(state) ? findInside(state, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInside(state: JsonObject, name: string): JsonObject | undefined {
  for (const inner of scopesIn(state)) {
    const found = findState(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function scopesIn(state: JsonObject): readonly Json[] {
  const branches = member(state, 'Branches');
  const processor = member(state, 'ItemProcessor') ?? member(state, 'Iterator');
  return [...(isArray(branches) ? branches : []), ...(processor === undefined ? [] : [processor])];
}

function around(name: string, state: JsonObject, text: string, queryLanguage?: string): string {
  const ends: { [name: string]: Json } = {};
  for (const target of targetsOf(state)) if (target !== name) setOwn(ends, target, { Type: 'Succeed' });
  const others = JSON.stringify(ends).slice(1, -1);
  const states = `{${JSON.stringify(name)}:${text}${others === '' ? '' : `,${others}`}}`;
  const language = queryLanguage === undefined ? '' : `"QueryLanguage":"${queryLanguage}",`;
  return `{${language}"StartAt":${JSON.stringify(name)},"States":${states}}`;
}

function targetsOf(state: JsonObject): readonly string[] {
  const holders: Json[] = [state];
  for (const field of ['Choices', 'Catch']) {
    const list = member(state, field);
    if (isArray(list)) holders.push(...list);
  }
  const targets = holders.map((holder) => (isObject(holder) ? member(holder, 'Next') : undefined));
  return [...targets, member(state, 'Default')].filter((target) => typeof target === 'string');
}
