import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import type { Member, Type } from './notation.ts';
import { printedValue, writeBase64, writeMoment } from './wire-value.ts';

/** Parameters as a form of the AWS Query protocol. */
export function writeForm(form: URLSearchParams, parameters: JsonObject, members: readonly Member[]): void {
  writeMembers(form, '', { parameters, members });
}

function writeMembers(
  form: URLSearchParams,
  prefix: string,
  { parameters, members }: { readonly parameters: JsonObject; readonly members: readonly Member[] },
): void {
  for (const { name, wire, type } of members) {
    const value = member(parameters, name);
    if (value !== undefined) writeField(form, `${prefix}${wire}`, { value, type });
  }
}

function writeField(
  form: URLSearchParams,
  name: string,
  { value, type }: { readonly value: Json; readonly type: Type },
): void {
  if (type.kind === 'structure' && isObject(value)) {
    writeMembers(form, `${name}.`, { parameters: value, members: type.members() });
  } else if (type.kind === 'list' && isArray(value)) {
    const frame = type.isFlat ? name : `${name}.${type.itemName}`;
    if (value.length === 0) form.set(name, '');
    for (const [i, item] of value.entries())
      writeField(form, `${frame}.${i + 1}`, { value: item, type: type.item });
  } else if (type.kind === 'map' && isObject(value)) {
    const frame = type.isFlat ? name : `${name}.entry`;
    for (const [i, [key, one]] of Object.entries(value).entries()) {
      form.set(`${frame}.${i + 1}.${type.keyName}`, key);
      writeField(form, `${frame}.${i + 1}.${type.valueName}`, { value: one, type: type.of });
    }
  } else if (type.kind === 'blob') form.set(name, writeBase64(value));
  else if (type.kind === 'moment') form.set(name, printedValue(writeMoment(value, type.format ?? 'iso')));
  else form.set(name, printedValue(value));
}
