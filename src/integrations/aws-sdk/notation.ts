import type { ServiceFacts } from './facts.ts';

/** A member of a structure. */
export interface Member {
  /** As a Task state has it. */
  readonly name: string;
  /** As the service has it. */
  readonly wire: string;
  readonly place: Place;
  readonly type: Type;
}

type Place = 'body' | 'payload' | 'uri' | 'query' | 'header' | 'headers' | 'status';

export type Type =
  | { readonly kind: 'text' | 'number' | 'boolean' | 'blob' | 'document' }
  | { readonly kind: 'moment'; readonly format?: MomentFormat }
  | { readonly kind: 'list'; readonly item: Type; readonly itemName: string; readonly isFlat: boolean }
  | {
      readonly kind: 'map';
      readonly of: Type;
      readonly keyName: string;
      readonly valueName: string;
      readonly isFlat: boolean;
    }
  | { readonly kind: 'structure'; readonly members: () => readonly Member[] };

export type MomentFormat = 'iso' | 'http' | 'seconds';

/**
 * Reads the members of a structure, which are written one after another with spaces between them:
 *
 *     Name  name  Sdk=wire        in the body; a small first letter is a large one in a Task state
 *     Name!root                   the body itself, an element of that name where it is XML
 *     Name/x  Name?x  Name^x  Name*x  Name%    in the path, the query, a header, all headers that begin so; the status
 *     …:n  …:b  …:x  …:d          a number, a boolean, bytes, any JSON; nothing behind it: text
 *     …:t  …:ti  …:th  …:te       a moment, in the protocol's form or as ISO 8601, as in HTTP, in seconds
 *     …[item]  …[~name item]      a list, whose items may have a name; with `~` they stand without a frame around them
 *     …<key,value type>           a map
 *     …{members}  …:Name          a structure, here or of `structures`
 */
export function readMembers(text: string, facts: Pick<ServiceFacts, 'structures'>): readonly Member[] {
  const reader = new Reader(text, facts.structures);
  const members = reader.members();
  reader.end();
  return members;
}

class Reader {
  readonly #text: string;
  readonly #structures: ServiceFacts['structures'];
  #at = 0;

  constructor(text: string, structures: ServiceFacts['structures']) {
    this.#text = text;
    this.#structures = structures;
  }

  members(): readonly Member[] {
    const members: Member[] = [];
    while (this.#at < this.#text.length && this.#text[this.#at] !== '}') {
      members.push(this.#member());
      this.#take(' ');
    }
    return members;
  }

  end(): void {
    if (this.#at < this.#text.length) throw new SyntaxError(`${this.#text} cannot be read at ${this.#at}`);
  }

  #member(): Member {
    const written = this.#word();
    if (written === '') throw new SyntaxError(`${this.#text} has no name at ${this.#at}`);
    const sign = this.#text[this.#at] ?? '';
    const name = written.charAt(0).toUpperCase() + written.slice(1);
    const place = PLACES.get(sign);
    if (place === undefined) return { name, wire: written, place: 'body', type: this.#type() };
    this.#at++;
    return { name, wire: this.#word() || written, place, type: this.#type() };
  }

  #type(): Type {
    if (this.#take('[')) return this.#list();
    if (this.#take('<')) return this.#map();
    if (this.#take('{')) {
      const members = this.members();
      this.#expect('}');
      return { kind: 'structure', members: () => members };
    }
    return this.#take(':') ? this.#named(this.#word()) : { kind: 'text' };
  }

  #list(): Type {
    const isFlat = this.#take('~');
    const itemName = this.#word() || 'member';
    const item = this.#type();
    this.#expect(']');
    return { kind: 'list', item, itemName, isFlat };
  }

  #map(): Type {
    const isFlat = this.#take('~');
    const keyName = this.#word() || 'key';
    this.#expect(',');
    const valueName = this.#word() || 'value';
    const of = this.#type();
    this.#expect('>');
    return { kind: 'map', of, keyName, valueName, isFlat };
  }

  #named(word: string): Type {
    const plain = PLAIN.get(word);
    if (plain !== undefined) return plain;
    const text = Object.hasOwn(this.#structures, word) ? this.#structures[word] : undefined;
    if (text === undefined) throw new SyntaxError(`${word} is no structure`);
    let members: readonly Member[] | undefined;
    // Only when it is asked for: it may hold itself.
    const read = () => {
      members ??= readMembers(text, { structures: this.#structures });
      return members;
    };
    return { kind: 'structure', members: read };
  }

  #word(): string {
    const found = /[\w.-]*/y;
    found.lastIndex = this.#at;
    const [word = ''] = found.exec(this.#text) ?? [];
    this.#at += word.length;
    return word;
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw new SyntaxError(`${this.#text} has no ${sign} at ${this.#at}`);
  }
}

const PLACES: ReadonlyMap<string, Place> = new Map([
  ['=', 'body'],
  ['!', 'payload'],
  ['/', 'uri'],
  ['?', 'query'],
  ['^', 'header'],
  ['*', 'headers'],
  ['%', 'status'],
]);

const PLAIN: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['n', { kind: 'number' }],
  ['b', { kind: 'boolean' }],
  ['x', { kind: 'blob' }],
  ['d', { kind: 'document' }],
  ['t', { kind: 'moment' }],
  ['ti', { kind: 'moment', format: 'iso' }],
  ['th', { kind: 'moment', format: 'http' }],
  ['te', { kind: 'moment', format: 'seconds' }],
]);
