import { isArray, isObject, type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import { type XmlNode, xmlChild, xmlText } from '../../base/xml-reader.ts';
import type { Member, Type } from './notation.ts';
import { printedValue, readMoment, readNumber, writeBase64, writeMoment } from './wire-value.ts';

/** A structure as an element of that name. */
export function writeXml(
  name: string,
  structure: JsonObject,
  { members, namespace }: { readonly members: readonly Member[]; readonly namespace: string | undefined },
): string {
  const start = namespace === undefined ? name : `${name} xmlns="${escaped(namespace)}"`;
  return `<${start}>${contentOf(structure, members)}</${name}>`;
}

function contentOf(structure: JsonObject, members: readonly Member[]): string {
  return members
    .filter(({ place }) => place === 'body')
    .map(({ name, wire, type }) => {
      const value = member(structure, name);
      return value === undefined ? '' : element(wire, value, type);
    })
    .join('');
}

function element(name: string, value: Json, type: Type): string {
  if (type.kind === 'list' && isArray(value)) {
    const items = value.map((item) => element(type.isFlat ? name : type.itemName, item, type.item)).join('');
    return type.isFlat ? items : framed(name, items);
  }
  if (type.kind === 'map' && isObject(value)) {
    const entries = Object.entries(value).map(([key, one]) =>
      framed(
        type.isFlat ? name : 'entry',
        framed(type.keyName, escaped(key)) + element(type.valueName, one, type.of),
      ),
    );
    return type.isFlat ? entries.join('') : framed(name, entries.join(''));
  }
  if (type.kind === 'structure' && isObject(value)) return framed(name, contentOf(value, type.members()));
  return framed(name, escaped(plain(value, type)));
}

function plain(value: Json, type: Type): string {
  if (type.kind === 'blob') return writeBase64(value);
  return printedValue(type.kind === 'moment' ? writeMoment(value, type.format ?? 'iso') : value);
}

function framed(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"\r]/g, (found) => `&#${found.charCodeAt(0)};`);
}

/** The members that are there, under the SDK's names. */
export function readXmlMembers(node: XmlNode, members: readonly Member[]): JsonObject {
  const result: { [name: string]: Json } = {};
  for (const { name, wire, place, type } of members) {
    const value = place === 'body' ? memberIn(node, wire, type) : undefined;
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function memberIn(node: XmlNode, name: string, type: Type): Json | undefined {
  if ((type.kind === 'list' || type.kind === 'map') && type.isFlat) {
    const items = node.children.filter((child) => child.name === name);
    return items.length === 0 ? undefined : collected(items, type);
  }
  const child = xmlChild(node, name);
  return child && valueIn(child, type);
}

function valueIn(node: XmlNode, type: Type): Json {
  switch (type.kind) {
    case 'structure':
      return readXmlMembers(node, type.members());
    case 'list':
    case 'map':
      return collected(node.children, type);
    case 'number':
      return readNumber(node.text.trim());
    case 'boolean':
      return node.text.trim() === 'true';
    case 'moment':
      return readMoment(node.text.trim());
    case 'blob':
      return Buffer.from(node.text, 'base64').toString();
    default:
      return node.text;
  }
}

function collected(nodes: readonly XmlNode[], type: Extract<Type, { readonly kind: 'list' | 'map' }>): Json {
  if (type.kind === 'list') return nodes.map((node) => valueIn(node, type.item));
  const map: { [name: string]: Json } = {};
  for (const node of nodes) {
    const value = xmlChild(node, type.valueName);
    const key = xmlText(node, type.keyName);
    if (key !== undefined && value !== undefined) setOwn(map, key, valueIn(value, type.of));
  }
  return map;
}
