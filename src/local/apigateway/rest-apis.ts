import type { Scope } from '../../base/arn.ts';
import type { Documents } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { Resource, RestApi, Stage } from './rest-api.ts';
import { type ApiKind, ownOf, StoredApis } from './stored-apis.ts';

type Resources = Readonly<Record<string, Resource>>;

const KIND: ApiKind<RestApi, Resources> = {
  name: 'rest-api',
  idOf: ({ id }) => id,
  servedBy: ({ resources }) => resources,
};

/** A stage of an API, with what was deployed to it. */
export interface Published {
  readonly scope: Scope;
  readonly api: RestApi;
  readonly stage: Stage;
  readonly resources: Resources;
}

/** The REST APIs of all accounts and regions, on disk. Every call may throw Unavailable. */
export class RestApis extends StoredApis<RestApi, Resources> {
  readonly #entropy: Entropy;

  constructor(documents: Documents, entropy: Entropy) {
    super(documents, KIND);
    this.#entropy = entropy;
  }

  /** Lower-case letters and digits: part of a host name. */
  newId(length: number): string {
    const digits = Array.from({ length }, () => Math.floor(this.#entropy.random() * 36).toString(36));
    return digits.join('');
  }

  /** What callers of an API reach; undefined when there is no such API or stage. */
  async published(id: string, stageName: string): Promise<Published | undefined> {
    const found = await this.find(id);
    if (found === undefined) return undefined;
    const stage = ownOf(found.api.stages, stageName);
    if (stage === undefined) return undefined;
    const resources = await this.served(found.scope, id, stage.deploymentId);
    return resources && { ...found, stage, resources };
  }
}
