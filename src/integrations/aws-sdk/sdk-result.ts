import { isObject, type Json, type JsonObject, member, parseJson, setOwn } from '../../base/json.ts';
import { readXml, type XmlNode, xmlChild, xmlText } from '../../base/xml-reader.ts';
import type { EndpointAnswer } from '../endpoint/endpoint.ts';
import type { ServiceFacts } from './facts.ts';
import type { Member } from './notation.ts';
import type { SdkOperation } from './sdk-operation.ts';
import { readJson } from './wire-json.ts';
import { readMoment, readNumber } from './wire-value.ts';
import { readXmlMembers } from './wire-xml.ts';

/** What a Task state gets of an answer. @throws SyntaxError when it cannot be read. */
export function sdkResult(facts: ServiceFacts, operation: SdkOperation, answer: EndpointAnswer): JsonObject {
  const { name, output } = operation;
  switch (facts.protocol) {
    case 'json':
      return readJson(jsonIn(answer), output);
    case 'query': {
      const result = answer.body === '' ? undefined : xmlChild(readXml(answer.body), `${name}Result`);
      return result === undefined ? {} : readXmlMembers(result, output);
    }
    default:
      return { ...besideBody(answer, output), ...inBody(facts, answer, output) };
  }
}

function besideBody({ status, headers }: EndpointAnswer, output: readonly Member[]): JsonObject {
  const result: { [name: string]: Json } = {};
  for (const one of output) {
    const text = headers[one.wire.toLowerCase()];
    if (one.place === 'status') result[one.name] = status;
    if (one.place === 'headers') result[one.name] = headersNamed(one.wire.toLowerCase(), headers);
    if (one.place === 'header' && text !== undefined) result[one.name] = ofHeader(text, one);
  }
  return result;
}

function ofHeader(text: string, { type }: Member): Json {
  if (type.kind === 'number') return readNumber(text);
  if (type.kind === 'boolean') return text === 'true';
  return type.kind === 'moment' ? readMoment(text) : text;
}

function headersNamed(prefix: string, headers: EndpointAnswer['headers']): JsonObject {
  const found: { [name: string]: Json } = {};
  for (const [name, text] of Object.entries(headers))
    if (name.startsWith(prefix)) setOwn(found, name.slice(prefix.length), text);
  return found;
}

function inBody({ protocol }: ServiceFacts, answer: EndpointAnswer, output: readonly Member[]): JsonObject {
  const payload = output.find(({ place }) => place === 'payload');
  const isPlain = payload !== undefined && payload.type.kind !== 'structure';
  // Bytes are shown as the text that they are.
  if (isPlain) return { [payload.name]: answer.body };
  if (answer.body.trim() === '') return {};
  const members = payload?.type.kind === 'structure' ? payload.type.members() : output;
  const body =
    protocol === 'rest-xml' ? ofDocument(readXml(answer.body), members) : readJson(jsonIn(answer), members);
  return payload === undefined ? body : { [payload.name]: body };
}

/** The location of a bucket is a document that has no frame around it. */
function ofDocument(root: XmlNode, members: readonly Member[]): JsonObject {
  const isItself = root.children.length === 0 && members.some(({ wire }) => wire === root.name);
  if (isItself && root.text.trim() === '') return {};
  return readXmlMembers(isItself ? { name: '', text: '', children: [root] } : root, members);
}

/** How a service has refused a call, in its own words. */
export interface SdkRefusal {
  readonly code: string;
  readonly message: string;
}

/** @throws SyntaxError when it cannot be read. */
export function sdkRefusal({ protocol }: ServiceFacts, answer: EndpointAnswer): SdkRefusal {
  if (protocol === 'query' || protocol === 'rest-xml') return ofXml(answer);
  const body = jsonIn(answer);
  // Which comes first depends on the service; REST APIs have it in a header.
  const type = member(body, '__type') ?? answer.headers['x-amzn-errortype'] ?? member(body, 'code') ?? '';
  const code = String(type).replace(/^.*#/, '').replace(/:.*$/, '');
  return { code, message: String(member(body, 'message') ?? member(body, 'Message') ?? NO_MESSAGE) };
}

function ofXml({ body }: EndpointAnswer): SdkRefusal {
  if (body.trim() === '') return { code: '', message: NO_MESSAGE };
  const root = readXml(body);
  const error = xmlChild(root, 'Error') ?? root;
  return { code: xmlText(error, 'Code') ?? '', message: xmlText(error, 'Message') ?? NO_MESSAGE };
}

/** As Java prints what is not there. */
const NO_MESSAGE = 'null';

function jsonIn({ body }: EndpointAnswer): JsonObject {
  const value = body.trim() === '' ? {} : parseJson(body);
  if (isObject(value)) return value;
  throw new SyntaxError('not a JSON object');
}
