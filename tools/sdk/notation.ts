import { type ApiModel, type ApiReference, type ApiShape, apiShapeOf } from './api-model.ts';

/** What stands in `src/integrations/aws-sdk/services/` of one service. */
export interface Notation {
  readonly operations: ReadonlyMap<string, readonly string[]>;
  readonly structures: ReadonlyMap<string, string>;
  readonly errors: readonly string[];
}

/** The facts of an API in the notation that `src/integrations/aws-sdk/notation.ts` reads. */
export function notationOf(model: ApiModel): Notation {
  const writer = new NotationWriter(model);
  const operations = Object.entries(model.operations)
    .filter(([name, { deprecated }]) => deprecated !== true && !ELSEWHERE.has(name))
    .filter(([, { input, output }]) => !isEventStream(model, input) && !isEventStream(model, output))
    .map(([name, { http, input, output }]): [string, string[]] => {
      const route = isRest(model) ? `${http.method} ${http.requestUri}` : '';
      const wrapper = output?.resultWrapper;
      if (wrapper !== undefined && wrapper !== `${name}Result`)
        throw new Error(`${name} has its result in ${wrapper}`);
      return [name, [route, writer.membersOf(input), writer.membersOf(output)]];
    });
  return { operations: new Map(operations), structures: writer.structures, errors: errorsOf(model) };
}

/** Of directory buckets, which have hosts of their own: at S3's the same requests are others. */
const ELSEWHERE = new Set(['CreateSession', 'ListDirectoryBuckets']);

function isRest({ metadata }: ApiModel): boolean {
  return metadata.protocol.startsWith('rest');
}

/** What goes on for as long as it is asked for is nothing that a task can call. */
function isEventStream(model: ApiModel, reference: ApiReference | undefined): boolean {
  if (reference === undefined) return false;
  return Object.values(apiShapeOf(model, reference.shape).members ?? {}).some(
    ({ shape }) => apiShapeOf(model, shape).eventstream === true,
  );
}

/** By the code on the wire; behind `=` the name of the shape where that is another. */
function errorsOf(model: ApiModel): string[] {
  return Object.entries(model.shapes).flatMap(([name, { exception, error }]) => {
    if (exception !== true) return [];
    // AWS JSON has the names of shapes, whatever code they had before.
    const code = model.metadata.protocol === 'json' ? name : (error?.code ?? name);
    return [code === name ? name : `${code}=${name}`];
  });
}

class NotationWriter {
  /** Structures that are written once and named where they stand. */
  readonly structures = new Map<string, string>();
  readonly #model: ApiModel;
  readonly #uses = new Map<string, number>();

  constructor(model: ApiModel) {
    this.#model = model;
    for (const { input, output } of Object.values(model.operations)) {
      for (const reference of [input, output]) if (reference !== undefined) this.#count(reference.shape);
    }
  }

  membersOf(reference: ApiReference | undefined): string {
    return reference === undefined ? '' : this.#members(apiShapeOf(this.#model, reference.shape));
  }

  /** How often each structure is written: once for each place, however it is reached. */
  #count(name: string): void {
    const { type, members = {}, member, value } = apiShapeOf(this.#model, name);
    if (type === 'structure') {
      const uses = (this.#uses.get(name) ?? 0) + 1;
      this.#uses.set(name, uses);
      if (uses > 1) return;
    }
    for (const one of [...Object.values(members), member, value])
      if (one !== undefined) this.#count(one.shape);
  }

  #members({ members = {}, payload }: ApiShape): string {
    return (
      Object.entries(members)
        // Attributes of elements are written by nothing: one member of all these services, the type of a grantee.
        .filter(([, { xmlAttribute }]) => xmlAttribute !== true)
        .map(([name, reference]) => this.#member(name, reference, name === payload))
        .join(' ')
    );
  }

  #member(name: string, reference: ApiReference, isPayload: boolean): string {
    const type = this.#type(reference);
    const { location, locationName: wire = name } = reference;
    const sdk = upperFirst(name);
    const place = isPayload ? '!' : PLACES[location ?? ''];
    // What stands elsewhere than in the body has its name there behind the sign, unless that is the same.
    if (place !== undefined) return `${sdk}${place}${wire === sdk ? '' : wire}${type}`;
    return `${upperFirst(wire) === sdk ? wire : `${sdk}=${wire}`}${type}`;
  }

  #type(reference: ApiReference): string {
    const shape = apiShapeOf(this.#model, reference.shape);
    const flat = shape.flattened === true || reference.flattened === true ? '~' : '';
    switch (shape.type) {
      case 'structure':
        return this.#structure(reference.shape, shape);
      case 'list':
        return `[${flat}${named(shape.member, 'member')}${this.#item(shape.member)}]`;
      case 'map':
        return `<${flat}${named(shape.key, 'key')},${named(shape.value, 'value')}${this.#item(shape.value)}>`;
      case 'timestamp':
        return `:t${FORMATS[reference.timestampFormat ?? shape.timestampFormat ?? ''] ?? ''}`;
      case 'string':
      case 'character':
        return '';
      default:
        return `:${LETTERS[shape.type]}`;
    }
  }

  #item(reference: ApiReference | undefined): string {
    if (reference === undefined) throw new Error('a list or map of nothing');
    return this.#type(reference);
  }

  #structure(name: string, shape: ApiShape): string {
    if (shape.document === true) return ':d';
    const text = () => `{${this.#members(shape)}}`;
    if ((this.#uses.get(name) ?? 0) < 2) return text();
    if (!this.structures.has(name)) {
      // First, so that one that holds itself ends.
      this.structures.set(name, '');
      this.structures.set(name, this.#members(shape));
    }
    return `:${name}`;
  }
}

const PLACES: Readonly<Record<string, string>> = {
  ...{ uri: '/', querystring: '?', header: '^', headers: '*', statusCode: '%' },
};

const FORMATS: Readonly<Record<string, string>> = { iso8601: 'i', rfc822: 'h', unixTimestamp: 'e' };

const LETTERS = { boolean: 'b', integer: 'n', long: 'n', float: 'n', double: 'n', blob: 'x' } as const;

function named(reference: ApiReference | undefined, usual: string): string {
  const name = reference?.locationName ?? usual;
  return name === usual ? '' : name;
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
