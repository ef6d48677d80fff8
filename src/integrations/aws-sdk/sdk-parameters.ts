import { isArray, isObject, type Json, type JsonObject, setOwn, typeName } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { Member, Type } from './notation.ts';
import { parametersOf, unsupportedParameter } from './parameters.ts';

/**
 * The parameters of a call, which has these members: what is null is left out, and what is to be text may be given as
 * the value that it is the JSON of, as Step Functions has it for `Input`.
 *
 * @throws StateError `States.Runtime` for what the call does not have.
 */
export function sdkParameters(parameters: Json, members: readonly Member[]): JsonObject {
  return structureOf(
    parametersOf(parameters, () => true),
    members,
    '',
  );
}

function structureOf(given: JsonObject, members: readonly Member[], path: string): JsonObject {
  const copy: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(given)) {
    const field = `${path}${name}`;
    const known = members.find((one) => one.name === name && one.place !== 'status');
    if (known === undefined) throw unsupportedParameter(field);
    if (value !== null) copy[known.name] = checkedValue(value, known.type, field);
  }
  return copy;
}

function checkedValue(value: Json, type: Type, field: string): Json {
  switch (type.kind) {
    case 'structure':
      return structureOf(objectAt(value, field), type.members(), `${field}.`);
    case 'list':
      if (!isArray(value)) throw wrongType(field, 'ARRAY', value);
      return value.map((item, i) => checkedValue(item, type.item, `${field}[${i}]`));
    case 'map': {
      const copy: { [name: string]: Json } = {};
      for (const [key, one] of Object.entries(objectAt(value, field)))
        setOwn(copy, key, checkedValue(one, type.of, `${field}.${key}`));
      return copy;
    }
    case 'text':
      if (typeof value === 'string') return value;
      if (isArray(value) || isObject(value)) return JSON.stringify(value);
      throw wrongType(field, 'STRING', value);
    default:
      return value;
  }
}

function objectAt(value: Json, field: string): JsonObject {
  if (isObject(value)) return value;
  throw wrongType(field, 'OBJECT', value);
}

function wrongType(field: string, wanted: string, value: Json): StateError {
  const article = /^[AO]/.test(wanted) ? 'an' : 'a';
  return new StateError(
    'States.Runtime',
    `The value for the field "${field}" must be ${article} ${wanted}, not ${typeName(value)}`,
  );
}
