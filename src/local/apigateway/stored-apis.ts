import type { Scope } from '../../base/arn.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { notFound } from './refusals.ts';

const APIS_MAX = 10_000;
/** Writers that meet take turns; so many times in a row nobody loses. */
const TRIES_MAX = 20;

/** An API as it is kept; what its deployments serve is kept beside it. */
interface StoredApi {
  readonly deployments: Readonly<Record<string, unknown>>;
}

/** What sets one kind of APIs apart from the others. */
export interface ApiKind<Api extends StoredApi, Served> {
  /** Under which documents it is kept. */
  readonly name: string;
  idOf(api: Api): string;
  /** What a deployment made now serves for ever. */
  servedBy(api: Api): Served;
}

/** The APIs of one kind, of all accounts and regions, on disk. Every call may throw Unavailable. */
export class StoredApis<Api extends StoredApi, Served> {
  readonly #documents: Documents;
  readonly #kind: ApiKind<Api, Served>;
  /** Whose an API is: callers name it by its id alone. */
  readonly #place: string;
  /** What deployments serve, which never changes. */
  readonly #deployment: string;

  constructor(documents: Documents, kind: ApiKind<Api, Served>) {
    this.#documents = documents;
    this.#kind = kind;
    this.#place = `${kind.name}-place`;
    this.#deployment = `${kind.name}-deployment`;
  }

  async create(scope: Scope, api: Api): Promise<void> {
    const id = this.#kind.idOf(api);
    await this.#write([
      { kind: this.#kind.name, key: keyOf(scope, id), text: JSON.stringify(api), expectedVersion: 0 },
      { kind: this.#place, key: id, text: JSON.stringify(scope), expectedVersion: 0 },
    ]);
  }

  async list(scope: Scope): Promise<Api[]> {
    const all = { prefix: keyOf(scope, ''), limit: APIS_MAX };
    const found = await this.#documents.documents(this.#kind.name, all);
    return found.map(({ text }) => this.#apiOf(text));
  }

  /** @throws ServiceRefusal when there is none. */
  async get(scope: Scope, id: string): Promise<Api> {
    return this.#apiOf((await this.#stored(scope, id)).text);
  }

  /**
   * Changes an API; what has been returned is on disk.
   *
   * @param edit Changes the copy that it is given; may be called again. @throws ServiceRefusal
   */
  async change<Result>(scope: Scope, id: string, edit: (api: Api) => Result): Promise<Result> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const { key, text, version } = await this.#stored(scope, id);
      const api = this.#apiOf(text);
      const gone = new Set(Object.keys(api.deployments));
      const result = edit(api);
      const writes: DocumentWrite[] = [
        { kind: this.#kind.name, key, text: JSON.stringify(api), expectedVersion: version },
      ];
      for (const one of Object.keys(api.deployments)) {
        if (!gone.delete(one)) writes.push(this.#deployed(`${key}:${one}`, api));
      }
      for (const one of gone) writes.push(await this.#removal(this.#deployment, `${key}:${one}`));
      if ((await this.#documents.write(writes)) === 'committed') return result;
    }
    throw new Unavailable('Others change this API all the time');
  }

  /** @throws ServiceRefusal when there is none. */
  async remove(scope: Scope, id: string): Promise<void> {
    const { key, text } = await this.#stored(scope, id);
    const writes = [await this.#removal(this.#kind.name, key), await this.#removal(this.#place, id)];
    for (const deployment of Object.keys(this.#apiOf(text).deployments))
      writes.push(await this.#removal(this.#deployment, `${key}:${deployment}`));
    await this.#write(writes);
  }

  async isThere(id: string): Promise<boolean> {
    return (await this.#documents.document(this.#place, id)) !== undefined;
  }

  /** An API, and whose it is. */
  protected async find(id: string): Promise<{ readonly scope: Scope; readonly api: Api } | undefined> {
    const place = await this.#documents.document(this.#place, id);
    if (place === undefined) return undefined;
    // Written by `create`.
    const scope = JSON.parse(place.text) as Scope;
    const stored = await this.#documents.document(this.#kind.name, keyOf(scope, id));
    return stored && { scope, api: this.#apiOf(stored.text) };
  }

  /** What a deployment serves. */
  protected async served(scope: Scope, id: string, deployment: string): Promise<Served | undefined> {
    const key = `${keyOf(scope, id)}:${deployment}`;
    const stored = await this.#documents.document(this.#deployment, key);
    // Written by `change`.
    return stored && (JSON.parse(stored.text) as Served);
  }

  #deployed(key: string, api: Api): DocumentWrite {
    const text = JSON.stringify(this.#kind.servedBy(api));
    return { kind: this.#deployment, key, text, expectedVersion: 0 };
  }

  async #stored(scope: Scope, id: string) {
    const stored = await this.#documents.document(this.#kind.name, keyOf(scope, id));
    if (stored !== undefined) return stored;
    throw notFound(`Invalid API identifier specified ${scope.account}:${id}`);
  }

  async #removal(kind: string, key: string): Promise<DocumentWrite> {
    const stored = await this.#documents.document(kind, key);
    return { kind, key, text: undefined, expectedVersion: stored?.version ?? 0 };
  }

  async #write(writes: readonly DocumentWrite[]): Promise<void> {
    if ((await this.#documents.write(writes)) === 'committed') return;
    throw new Unavailable('Somebody else has changed this API at the same moment; try again');
  }

  #apiOf(text: string): Api {
    // Written by `create` and `change`.
    return JSON.parse(text) as Api;
  }
}

/** An own member of what is kept: users choose names such as `constructor`. */
export function ownOf<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function keyOf({ account, region }: Scope, id: string): string {
  return `${account}:${region}:${id}`;
}
