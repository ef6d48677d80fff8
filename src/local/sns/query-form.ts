import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import { listOf, mapOf } from '../service/form.ts';
import { element, type Xml } from '../service/xml.ts';

/** SNS's forms have lists under `member` and maps under `entry`. */
export function readForm(_operation: string, form: JsonObject): JsonObject {
  const input: { [key: string]: Json } = {};
  for (const [name, value] of Object.entries(form)) setOwn(input, name, valueOfBranch(value));
  return input;
}

function valueOfBranch(branch: Json): Json {
  if (!isObject(branch)) return branch;
  const list = listOf(member(branch, 'member'));
  if (list !== undefined) return list.map(valueOfBranch);
  const entries = member(branch, 'entry');
  if (entries === undefined) return readForm('', branch);
  const map = mapOf(entries, ['Name', 'Value']) ?? {};
  // Attributes of topics and subscriptions have small names.
  return readForm('', Object.keys(map).length > 0 ? map : (mapOf(entries, ['key', 'value']) ?? {}));
}

/** Operations without a result in their answer. */
const SILENT = new Set(['DeleteTopic', 'SetTopicAttributes', 'SetSubscriptionAttributes', 'Unsubscribe']);

export function writeResult(operation: string, output: JsonObject): Xml {
  return SILENT.has(operation) ? undefined : members(output);
}

function members(output: JsonObject): Xml {
  return Object.entries(output).map(([name, value]) =>
    element(name, name === 'Attributes' ? entries(value) : written(value)),
  );
}

function written(value: Json): Xml {
  if (isArray(value)) return value.map((one) => element('member', written(one)));
  if (isObject(value)) return members(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function entries(value: Json): Xml {
  if (!isObject(value)) return undefined;
  return Object.entries(value).map(([key, one]) =>
    element('entry', [element('key', key), element('value', written(one))]),
  );
}
