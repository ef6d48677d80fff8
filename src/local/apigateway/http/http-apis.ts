import type { Scope } from '../../../base/arn.ts';
import type { Documents } from '../../../base/documents.ts';
import { type ApiKind, ownOf, StoredApis } from '../stored-apis.ts';
import type { HttpApi, HttpStage, Served } from './http-api.ts';

const KIND: ApiKind<HttpApi, Served> = {
  name: 'http-api',
  idOf: ({ apiId }) => apiId,
  servedBy: ({ routes, integrations }) => ({ routes, integrations }),
};

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
export class HttpApis extends StoredApis<HttpApi, Served> {
  constructor(documents: Documents) {
    super(documents, KIND);
  }

  /**
   * What a caller of an API reaches.
   *
   * @param path As it was called: of a stage that has a name, it stands first in the path.
   * @returns undefined when there is no such API or stage, or nothing has been deployed to it.
   */
  async published(id: string, path: string): Promise<PublishedHttpApi | undefined> {
    const found = await this.find(id);
    // There is no other address, such as a domain of its own.
    if (found === undefined || found.api.disableExecuteApiEndpoint) return undefined;
    const { scope, api } = found;
    const [, first = '', rest = '/'] = /^\/([^/]+)(\/.*)?$/s.exec(path) ?? [];
    const named = ownOf(api.stages, first);
    const stage = named ?? ownOf(api.stages, '$default');
    const served = stage && (await this.#servedBy(stage, api, scope));
    if (stage === undefined || served === undefined) return undefined;
    return { scope, api, stage, served, path: named === undefined ? path : rest };
  }

  async #servedBy(stage: HttpStage, api: HttpApi, scope: Scope): Promise<Served | undefined> {
    if (stage.autoDeploy) return api;
    if (stage.deploymentId === undefined) return undefined;
    return await this.served(scope, api.apiId, stage.deploymentId);
  }
}
