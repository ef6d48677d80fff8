import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type Scalar,
} from 'yaml';
import { type Json, setOwn } from '../../base/json.ts';
import { Fault, type Path } from './fault.ts';

/** A template as JSON, in the long form of its functions, and the line that each path stands in. */
export interface TemplateText {
  readonly body: Json;
  readonly lineOf: (path: Path) => number;
}

/** CloudFormation takes a template of up to 1 MB from S3. */
export const TEMPLATE_CHARACTERS_MAX = 1_048_576;
const DEPTH_MAX = 100;
/** Aliases of aliases stand for trees without end. */
const NODES_MAX = 200_000;

/** Reads YAML with CloudFormation's short tags, or JSON (which YAML contains). @throws Fault */
export function readTemplateText(text: string): TemplateText {
  if (text.length > TEMPLATE_CHARACTERS_MAX) {
    throw new Fault([], `a template has up to ${TEMPLATE_CHARACTERS_MAX} characters, not ${text.length}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', stringKeys: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = Math.max(lines.linePos(error.pos[0]).line, 1);
    throw new Fault([], `line ${line}: ${error.message.replace(/ at line \d+, column \d+:[\s\S]*$/, '')}`);
  }
  const reader = new Reader();
  const body = reader.value(document.contents, []);
  return { body, lineOf: (path) => Math.max(lines.linePos(reader.offsetOf(path)).line, 1) };
}

class Reader {
  readonly #offsets = new Map<string, number>();
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;

  /** Of the path, or of the nearest thing around it that is written in the text. */
  offsetOf(path: Path): number {
    for (let length = path.length; length >= 0; length--) {
      const offset = this.#offsets.get(keyOf(path.slice(0, length)));
      if (offset !== undefined) return offset;
    }
    return 0;
  }

  value(node: Node | null | undefined, path: Path): Json {
    if (++this.#nodes > NODES_MAX) throw new Fault(path, `more than ${NODES_MAX} values, aliases followed`);
    if (path.length > DEPTH_MAX) throw new Fault(path.slice(0, 3), `nested deeper than ${DEPTH_MAX} levels`);
    const offset = node?.range?.[0];
    if (offset !== undefined && !this.#offsets.has(keyOf(path))) this.#offsets.set(keyOf(path), offset);
    if (isAlias(node)) return this.value(this.#anchored(node.source, path), path);
    if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      return this.#tagged(node, path);
    }
    return null;
  }

  #anchored(anchor: string, path: Path): Node {
    const node = this.#anchors.get(anchor);
    if (node === undefined) throw new Fault(path, `no &${anchor} stands above`);
    // Within itself an anchor would have no end.
    this.#anchors.delete(anchor);
    this.#anchors.set(anchor, node);
    return node;
  }

  #tagged(node: Node, path: Path): Json {
    const name = node.tag?.startsWith('!') === true ? node.tag.slice(1) : undefined;
    if (name === undefined || name === '') return this.#plain(node, path);
    if (!SHORT_TAGS.has(name)) throw new Fault(path, `the tag !${name} is none of CloudFormation's`);
    const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    return { [long]: this.#plain(node, [...path, long]) };
  }

  #plain(node: Node, path: Path): Json {
    if (isSeq(node)) {
      // A parsed sequence holds nodes; the library types its items for trees built by hand as well.
      return node.items.map((item, at) => this.value(item as ParsedNode | null, [...path, String(at)]));
    }
    if (isScalar(node)) return scalar(node, path);
    const object: { [key: string]: Json } = {};
    for (const { key, value } of isMap(node) ? node.items : []) {
      if (!isScalar(key)) throw new Fault(path, 'a key must be a string');
      const name = key.source ?? String(key.value);
      if (name === '<<') throw new Fault(path, 'CloudFormation has no merge keys (<<)');
      const inner = [...path, name];
      if (key.range) this.#offsets.set(keyOf(inner), key.range[0]);
      // As for sequences.
      setOwn(object, name, this.value(value as ParsedNode | null, inner));
    }
    return object;
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

const SHORT_TAGS = new Set([
  ...['And', 'Base64', 'Cidr', 'Condition', 'Equals', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs', 'If'],
  ...['ImportValue', 'Join', 'Length', 'Not', 'Or', 'Ref', 'Select', 'Split', 'Sub', 'ToJsonString'],
  'Transform',
]);

function scalar({ value, source, tag }: Scalar, path: Path): Json {
  // What stands behind a short tag is text: `!Ref 1` names something.
  if (tag?.startsWith('!') === true) return source ?? String(value ?? '');
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) {
    // An account number or a version would lose its zeros; whoever wants a number reads it from text, too.
    return source !== undefined && String(value) !== source ? source : value;
  }
  throw new Fault(path, `${source ?? String(value)} is no value that JSON has`);
}
