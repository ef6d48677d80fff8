import type { Scope } from '../../../base/arn.ts';
import type { Documents, DocumentWrite } from '../../../base/documents.ts';
import { Unavailable } from '../../../base/unavailable.ts';
import { notFound } from '../refusals.ts';
import { ownOf } from '../rest-apis.ts';
import type { HttpApi, HttpStage, Served } from './http-api.ts';

const API = 'http-api';
/** Whose an API is: callers name it by its id alone. */
const PLACE = 'http-api-place';
/** The routes and integrations of a deployment, which never change. */
const DEPLOYMENT = 'http-api-deployment';
const APIS_MAX = 10_000;
/** Writers that meet take turns; so many times in a row nobody loses. */
const TRIES_MAX = 20;

/** A stage of an HTTP API, with what it serves. */
export interface PublishedHttpApi {
  readonly scope: Scope;
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly served: Served;
  /** Without the stage, which `$default` does not show. */
  readonly path: string;
}

/** The HTTP APIs of all accounts and regions, on disk. Every call may throw Unavailable. */
export class HttpApis {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async create(scope: Scope, api: HttpApi): Promise<void> {
    await this.#write([
      { kind: API, key: keyOf(scope, api.apiId), text: JSON.stringify(api), expectedVersion: 0 },
      { kind: PLACE, key: api.apiId, text: JSON.stringify(scope), expectedVersion: 0 },
    ]);
  }

  async list(scope: Scope): Promise<HttpApi[]> {
    const found = await this.#documents.documents(API, { prefix: keyOf(scope, ''), limit: APIS_MAX });
    return found.map(({ text }) => apiOf(text));
  }

  /** @throws ServiceRefusal when there is none. */
  async get(scope: Scope, id: string): Promise<HttpApi> {
    return apiOf((await this.#stored(scope, id)).text);
  }

  /**
   * Changes an API; what has been returned is on disk.
   *
   * @param edit Changes the copy that it is given; may be called again. @throws ServiceRefusal
   */
  async change<Result>(scope: Scope, id: string, edit: (api: HttpApi) => Result): Promise<Result> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const stored = await this.#stored(scope, id);
      const api = apiOf(stored.text);
      const gone = new Set(Object.keys(api.deployments));
      const result = edit(api);
      const writes: DocumentWrite[] = [
        { kind: API, key: stored.key, text: JSON.stringify(api), expectedVersion: stored.version },
      ];
      for (const deployment of Object.keys(api.deployments)) {
        if (gone.delete(deployment)) continue;
        const { routes, integrations } = api;
        const text = JSON.stringify({ routes, integrations } satisfies Served);
        writes.push({ kind: DEPLOYMENT, key: `${stored.key}:${deployment}`, text, expectedVersion: 0 });
      }
      for (const one of gone) writes.push(await this.#removal(DEPLOYMENT, `${stored.key}:${one}`));
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

  /**
   * What a caller of an API reaches.
   *
   * @param path As it was called: of a stage that has a name, it stands first in the path.
   * @returns undefined when there is no such API or stage, or nothing has been deployed to it.
   */
  async published(id: string, path: string): Promise<PublishedHttpApi | undefined> {
    const place = await this.#documents.document(PLACE, id);
    if (place === undefined) return undefined;
    // Written by `create`.
    const scope = JSON.parse(place.text) as Scope;
    const stored = await this.#documents.document(API, keyOf(scope, id));
    if (stored === undefined) return undefined;
    const api = apiOf(stored.text);
    // There is no other address, such as a domain of its own.
    if (api.disableExecuteApiEndpoint) return undefined;
    const [, first = '', rest = '/'] = /^\/([^/]+)(\/.*)?$/s.exec(path) ?? [];
    const named = ownOf(api.stages, first);
    const stage = named ?? ownOf(api.stages, '$default');
    const served = stage && (await this.#servedBy(stage, api, stored.key));
    if (stage === undefined || served === undefined) return undefined;
    return { scope, api, stage, served, path: named === undefined ? path : rest };
  }

  async #servedBy(stage: HttpStage, api: HttpApi, key: string): Promise<Served | undefined> {
    if (stage.autoDeploy) return api;
    const deployed =
      stage.deploymentId === undefined
        ? undefined
        : await this.#documents.document(DEPLOYMENT, `${key}:${stage.deploymentId}`);
    // Written by `change`.
    return deployed && (JSON.parse(deployed.text) as Served);
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

function keyOf({ account, region }: Scope, id: string): string {
  return `${account}:${region}:${id}`;
}

function apiOf(text: string): HttpApi {
  // Written by `create` and `change`.
  return JSON.parse(text) as HttpApi;
}
