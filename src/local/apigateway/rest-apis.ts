import type { Scope } from '../../base/arn.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { notFound } from './refusals.ts';
import type { Resource, RestApi, Stage } from './rest-api.ts';

const API = 'rest-api';
/** Whose an API is: callers name it by its id alone. */
const PLACE = 'rest-api-place';
/** The resources of a deployment, which never change. */
const DEPLOYMENT = 'rest-api-deployment';
const APIS_MAX = 10_000;
/** Writers that meet take turns; so many times in a row nobody loses. */
const TRIES_MAX = 20;

/** A stage of an API, with what was deployed to it. */
export interface Published {
  readonly scope: Scope;
  readonly api: RestApi;
  readonly stage: Stage;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** The REST APIs of all accounts and regions, on disk. Every call may throw Unavailable. */
export class RestApis {
  readonly #documents: Documents;
  readonly #entropy: Entropy;

  constructor(documents: Documents, entropy: Entropy) {
    this.#documents = documents;
    this.#entropy = entropy;
  }

  /** Lower-case letters and digits: part of a host name. */
  newId(length: number): string {
    const digits = Array.from({ length }, () => Math.floor(this.#entropy.random() * 36).toString(36));
    return digits.join('');
  }

  async create(scope: Scope, api: RestApi): Promise<void> {
    await this.#write([
      { kind: API, key: keyOf(scope, api.id), text: JSON.stringify(api), expectedVersion: 0 },
      { kind: PLACE, key: api.id, text: JSON.stringify(scope), expectedVersion: 0 },
    ]);
  }

  async list(scope: Scope): Promise<RestApi[]> {
    const found = await this.#documents.documents(API, { prefix: keyOf(scope, ''), limit: APIS_MAX });
    return found.map(({ text }) => apiOf(text));
  }

  /** @throws ServiceRefusal when there is none. */
  async get(scope: Scope, id: string): Promise<RestApi> {
    return apiOf((await this.#stored(scope, id)).text);
  }

  /**
   * Changes an API; what has been returned is on disk.
   *
   * @param edit Changes the copy that it is given; may be called again. @throws ServiceRefusal
   */
  async change<Result>(scope: Scope, id: string, edit: (api: RestApi) => Result): Promise<Result> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const stored = await this.#stored(scope, id);
      const api = apiOf(stored.text);
      const deployed = new Set(Object.keys(api.deployments));
      const result = edit(api);
      const writes: DocumentWrite[] = [
        { kind: API, key: stored.key, text: JSON.stringify(api), expectedVersion: stored.version },
      ];
      for (const deployment of Object.keys(api.deployments)) {
        if (deployed.delete(deployment)) continue;
        const text = JSON.stringify(api.resources);
        writes.push({ kind: DEPLOYMENT, key: `${stored.key}:${deployment}`, text, expectedVersion: 0 });
      }
      for (const gone of deployed) writes.push(await this.#removal(DEPLOYMENT, `${stored.key}:${gone}`));
      if ((await this.#documents.write(writes)) === 'committed') return result;
    }
    throw new Unavailable('Others change this API all the time');
  }

  /** @throws ServiceRefusal when there is none. */
  async remove(scope: Scope, id: string): Promise<void> {
    const stored = await this.#stored(scope, id);
    const writes = [await this.#removal(API, stored.key), await this.#removal(PLACE, id)];
    for (const deployment of Object.keys(apiOf(stored.text).deployments))
      writes.push(await this.#removal(DEPLOYMENT, `${stored.key}:${deployment}`));
    await this.#write(writes);
  }

  async isThere(id: string): Promise<boolean> {
    return (await this.#documents.document(PLACE, id)) !== undefined;
  }

  /** What callers of an API reach; undefined when there is no such API or stage. */
  async published(id: string, stageName: string): Promise<Published | undefined> {
    const place = await this.#documents.document(PLACE, id);
    if (place === undefined) return undefined;
    // Written by `create`.
    const scope = JSON.parse(place.text) as Scope;
    const stored = await this.#documents.document(API, keyOf(scope, id));
    if (stored === undefined) return undefined;
    const api = apiOf(stored.text);
    const stage = ownOf(api.stages, stageName);
    if (stage === undefined) return undefined;
    const deployed = await this.#documents.document(DEPLOYMENT, `${stored.key}:${stage.deploymentId}`);
    if (deployed === undefined) return undefined;
    // Written by `change`.
    return { scope, api, stage, resources: JSON.parse(deployed.text) as Record<string, Resource> };
  }

  async #stored(scope: Scope, id: string) {
    const stored = await this.#documents.document(API, keyOf(scope, id));
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
}

/** An own member of what is kept: users choose names such as `constructor`. */
export function ownOf<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function keyOf({ account, region }: Scope, id: string): string {
  return `${account}:${region}:${id}`;
}

function apiOf(text: string): RestApi {
  // Written by `create` and `change`.
  return JSON.parse(text) as RestApi;
}
