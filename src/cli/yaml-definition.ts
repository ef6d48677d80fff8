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
import { JSON_DEPTH_MAX } from '../base/json.ts';
import { DEFINITION_LENGTH_MAX } from '../base/limits.ts';

/** Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type PositionOf = (position: Position) => Position;

export type YamlResult =
  | { readonly text: string; readonly positionOf: PositionOf }
  | { readonly problem: { readonly position: Position; readonly message: string } };

/**
 * The JSON text that a YAML document means: keys in their order, numbers as they were written.
 *
 * Written by hand from the tree, not through JavaScript objects: those would sort keys that look like
 * numbers, lose the digits of long ones, and forget where everything stood.
 */
export function definitionFromYaml(yaml: string): YamlResult {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, stringKeys: false });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [mistake] = [...document.errors, ...document.warnings];
  if (mistake !== undefined) return problem(positionAt(mistake.pos[0]), firstLine(mistake.message));

  const writer = new Writer();
  try {
    writer.value(document.contents, 0);
  } catch (error) {
    if (error instanceof NotJson) return problem(positionAt(error.offset), error.message);
    throw error;
  }
  const { text, marks } = writer;
  return { text, positionOf: (position) => positionAt(sourceOffset(marks, text, position)) };
}

function problem(position: Position, message: string): YamlResult {
  return { problem: { position, message } };
}

/** The parser adds a drawing of the place; we print the position instead. */
function firstLine(message: string): string {
  return message.replace(/ at line \d+, column \d+:[\s\S]*$/, '');
}

/** YAML that has no counterpart in JSON. */
class NotJson extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** A place in the JSON text and the place in the YAML text that it came from. */
interface Mark {
  readonly json: number;
  readonly yaml: number;
}

/** Writes one document as JSON text, and notes where each key and value came from. */
class Writer {
  text = '';
  readonly marks: Mark[] = [];
  /** Nodes by anchor, as they stand above; the library's own look-up walks the whole document for each alias. */
  readonly #anchors = new Map<string, Node>();
  #offset = 0;

  value(node: Node | null | undefined, depth: number): void {
    this.#mark(node);
    if (depth > JSON_DEPTH_MAX)
      throw new NotJson(this.#offset, `nested deeper than ${JSON_DEPTH_MAX} levels`);
    // Aliases of aliases can stand for a text without end.
    if (this.text.length > DEFINITION_LENGTH_MAX) {
      throw new NotJson(this.#offset, `longer than ${DEFINITION_LENGTH_MAX} characters`);
    }
    if (isAlias(node)) this.value(this.#anchored(node.source), depth + 1);
    else this.#own(node, depth);
  }

  #anchored(anchor: string): Node {
    const node = this.#anchors.get(anchor);
    if (node === undefined) throw new NotJson(this.#offset, `no &${anchor} stands above`);
    return node;
  }

  #own(node: Node | null | undefined, depth: number): void {
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined)
      this.#anchors.set(node.anchor, node);
    if (isMap(node)) this.#map(node.items, depth);
    else if (isSeq(node)) this.#sequence(node.items, depth);
    else this.text += isScalar(node) ? scalarText(node, this.#offset) : 'null';
  }

  #map(pairs: readonly { key: unknown; value: unknown }[], depth: number): void {
    this.text += '{';
    pairs.forEach(({ key, value }, index) => {
      if (index > 0) this.text += ',\n';
      // The library types a pair's sides as unknown for trees built by hand; a parsed tree holds nodes.
      const sides = { key, value } as { key: ParsedNode | null; value: ParsedNode | null };
      this.#mark(sides.key);
      if (!isScalar(sides.key)) throw new NotJson(this.#offset, 'a key must be a string');
      this.text += `${JSON.stringify(sides.key.source ?? String(sides.key.value))}:`;
      this.value(sides.value, depth + 1);
    });
    this.text += '}';
  }

  #sequence(items: readonly unknown[], depth: number): void {
    this.text += '[';
    items.forEach((item, index) => {
      if (index > 0) this.text += ',\n';
      // As for pairs: a parsed sequence holds nodes.
      this.value(item as ParsedNode | null, depth + 1);
    });
    this.text += ']';
  }

  /** An empty value has no place of its own; it stands where its key does. */
  #mark(node: Node | null | undefined): void {
    this.#offset = node?.range?.[0] ?? this.#offset;
    this.marks.push({ json: this.text.length, yaml: this.#offset });
  }
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function scalarText({ value, source }: Scalar, offset: number): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return JSON.stringify(value ?? null);
  if (source !== undefined && JSON_NUMBER.test(source)) return source;
  if (!Number.isFinite(Number(value))) throw new NotJson(offset, `${source ?? value} is no JSON number`);
  return String(value);
}

/** The YAML offset of the last key or value that begins at or before a position in the JSON text. */
function sourceOffset(marks: readonly Mark[], text: string, { line, column }: Position): number {
  let offset = 0;
  for (let left = line; left > 1; left--) offset = text.indexOf('\n', offset) + 1;
  offset += column - 1;
  return marks.findLast((mark) => mark.json <= offset)?.yaml ?? 0;
}
