import { assert, present } from '../base/assert.ts';
import { isObject, type Json, type JsonObject, member } from '../base/json.ts';
import { compilePath, readPath } from '../query/jsonpath/path.ts';
import { compileReferencePath } from '../query/jsonpath/reference-path.ts';
import type { Expression, Scope } from '../query/language.ts';
import { isLong, late } from '../query/late.ts';
import { compileTemplate } from '../query/template.ts';
import { stringField } from './fields.ts';
import type { Assign } from './program.ts';

/** One filter of JSONPath's data flow. An absent step leaves the value, and so its text, as it is. */
type Step = (value: Json, scope: Scope) => Json;

/** InputPath, then Parameters. A Map's Parameters are its ItemSelector's old name and belong to each item. */
export function argumentsOf(state: JsonObject): Expression | undefined {
  const parameters = stringField(state, 'Type') === 'Map' ? undefined : templateStep(state, 'Parameters');
  return chain([pathStep(state, 'InputPath'), parameters], (scope) => scope.input);
}

/** ResultSelector, ResultPath into the raw input, OutputPath. */
export function outputOf(holder: JsonObject): Expression | undefined {
  const steps = [
    templateStep(holder, 'ResultSelector'),
    resultPathStep(holder),
    pathStep(holder, 'OutputPath'),
  ];
  return chain(steps, resultOf);
}

export function catchOutputOf(catcher: JsonObject): Expression | undefined {
  return chain([resultPathStep(catcher)], errorOutputOf);
}

export function assignOf(holder: JsonObject): Assign | undefined {
  return compileAssign(holder, resultOf);
}

export function catchAssignOf(catcher: JsonObject): Assign | undefined {
  return compileAssign(catcher, errorOutputOf);
}

/** What a state's fields other than Parameters see as `$`: the raw input after InputPath. */
export function effectiveInput(state: JsonObject): Expression {
  return chain([pathStep(state, 'InputPath')], (scope) => scope.input) ?? ((scope) => scope.input);
}

/** What the work gave; a state's fields before its work are not compiled to read it. */
export function resultOf(scope: Scope): Json {
  return present(scope.result, 'scope.result');
}

function errorOutputOf(scope: Scope): Json {
  return present(scope.errorOutput, 'scope.errorOutput');
}

function chain(steps: readonly (Step | undefined)[], start: Expression): Expression | undefined {
  const [first, ...rest] = steps.filter((step) => step !== undefined);
  if (first === undefined) return undefined;
  if (rest.length === 0) return (scope) => first(start(scope), scope);
  return (scope) => rest.reduce((value, step) => step(value, scope), first(start(scope), scope));
}

/** InputPath and OutputPath: null stands for an empty object. */
function pathStep(holder: JsonObject, field: string): Step | undefined {
  const value = member(holder, field);
  if (value === undefined || value === '$') return undefined;
  if (value === null) return () => ({});
  assert(typeof value === 'string', `${field} is a path in a valid definition`);
  const path = compilePath(value);
  return (input, scope) => readPath(path, input, scope);
}

function resultPathStep(holder: JsonObject): Step | undefined {
  const value = member(holder, 'ResultPath');
  if (value === undefined || value === '$') return undefined;
  // The very object that came in: the interpreter recognises it and keeps the input's text.
  if (value === null) return (_result, scope) => scope.input;
  assert(typeof value === 'string', 'ResultPath is a path in a valid definition');
  const path = compileReferencePath(value);
  return (result, scope) => path.write(scope.input, result);
}

function templateStep(holder: JsonObject, field: string): Step | undefined {
  const value = member(holder, field);
  return value === undefined ? undefined : lateTemplate(value);
}

/** Of a valid definition: a long one is compiled when it is first needed. */
export function lateTemplate(value: Json): Step {
  if (!isLong(value)) return compileTemplate(value);
  const template = late(value, () => compileTemplate(value));
  return (input, scope) => template(scope)(input, scope);
}

function compileAssign(holder: JsonObject, source: Expression): Assign | undefined {
  const value = member(holder, 'Assign');
  if (value === undefined) return undefined;
  const template = lateTemplate(value);
  return (scope) => {
    const variables = template(source(scope), scope);
    assert(isObject(variables), 'Assign is an object in a valid definition');
    return variables;
  };
}
