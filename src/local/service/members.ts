import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import { listOf } from './form.ts';
import { element, type Xml } from './xml.ts';

/** The input of a form whose lists stand under `member`. */
export function readMembers(form: JsonObject): JsonObject {
  const input: { [key: string]: Json } = {};
  for (const [name, value] of Object.entries(form)) setOwn(input, name, readBranch(value));
  return input;
}

function readBranch(branch: Json): Json {
  if (!isObject(branch)) return branch;
  const list = listOf(member(branch, 'member'));
  return list === undefined ? readMembers(branch) : list.map(readBranch);
}

/** An output as elements, with lists under `member`. */
export function writeMembers(output: JsonObject): Xml {
  return Object.entries(output).map(([name, value]) => element(name, written(value)));
}

function written(value: Json): Xml {
  if (isArray(value)) return value.map((one) => element('member', written(one)));
  if (isObject(value)) return writeMembers(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
