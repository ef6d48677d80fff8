import { isArray, isObject, type Json, type JsonObject, member, parseJson, setOwn } from '../base/json.ts';
import { type Argument, parseIntrinsic } from '../query/intrinsics/parse.ts';
import { readsOf } from '../query/jsonata/jsonata.ts';
import { compilePath, variablesOf } from '../query/jsonpath/path.ts';
import { stringField } from './fields.ts';
import { layOut } from './layout.ts';

/**
 * The variables that each state reads, by the state's name, as DescribeStateMachine tells them. States that read none
 * are not there.
 *
 * @param definition Text for which `validate` has no diagnostic of severity ERROR.
 */
export function variableReferences(definition: string): Readonly<Record<string, readonly string[]>> {
  const references: Record<string, readonly string[]> = {};
  // Whatever the language, a reference has a dollar and a name; most JSONPath machines have none.
  if (!/\$[\p{ID_Start}_]/u.test(definition)) return references;
  const machine = parseJson(definition);
  if (!isObject(machine)) return references;
  const machineLanguage = stringField(machine, 'QueryLanguage');
  const known: Known = new Map();
  for (const { name, definition: state } of layOut(machine).states) {
    const names = new Set<string>();
    const language = stringField(state, 'QueryLanguage') ?? machineLanguage;
    if (language === 'JSONata') addFromExpressions(ownFields(state), names, known);
    else addFromPaths(ownFields(state), names);
    if (names.size > 0) setOwn(references, name, [...names].sort());
  }
  return references;
}

/** Without the states inside it, which have entries of their own. */
function ownFields(state: JsonObject): JsonObject {
  const fields: { [key: string]: Json } = {};
  for (const [name, value] of Object.entries(state)) {
    if (!INNER.has(name)) setOwn(fields, name, value);
  }
  return fields;
}

const INNER: ReadonlySet<string> = new Set(['ItemProcessor', 'Iterator', 'Branches', 'Comment', 'Result']);

/** The variables of expressions by their text: most are written more than once. */
type Known = Map<string, readonly string[]>;

function addFromExpressions(value: Json, names: Set<string>, known: Known): void {
  if (typeof value === 'string') {
    if (!value.startsWith('{%') || !value.endsWith('%}') || value.length < 4) return;
    const variables = known.get(value) ?? readsOf(value.slice(2, -2)).variables;
    known.set(value, variables);
    for (const name of variables) names.add(name);
  } else if (isArray(value)) {
    for (const item of value) addFromExpressions(item, names, known);
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) addFromExpressions(member(value, name) ?? null, names, known);
  }
}

/** Fields of the language: those that hold a path, and those inside which names are the author's own. */
function addFromPaths(fields: JsonObject, names: Set<string>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (TEMPLATES.has(name)) addFromTemplate(value, names);
    else if (typeof value === 'string') {
      if (name.endsWith('Path') || name === 'Variable') addFromText(value, names);
    } else {
      for (const item of isArray(value) ? value : [value]) if (isObject(item)) addFromPaths(item, names);
    }
  }
}

const TEMPLATES: ReadonlySet<string> = new Set([
  'Parameters',
  'ResultSelector',
  'ItemSelector',
  'Assign',
  'Credentials',
  'BatchInput',
]);

function addFromTemplate(value: Json, names: Set<string>): void {
  if (isArray(value)) for (const item of value) addFromTemplate(item, names);
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    if (name.endsWith('.$') && typeof item === 'string') addFromText(item, names);
    else addFromTemplate(item, names);
  }
}

/** A path, or a call of an intrinsic function. */
function addFromText(text: string, names: Set<string>): void {
  if (text.startsWith('$')) addFromArgument({ kind: 'path', path: compilePath(text) }, names);
  else addFromArgument(parseIntrinsic(text), names);
}

function addFromArgument(argument: Argument, names: Set<string>): void {
  if (argument.kind === 'path') for (const name of variablesOf(argument.path)) names.add(name);
  if (argument.kind === 'call') for (const inner of argument.arguments) addFromArgument(inner, names);
}
