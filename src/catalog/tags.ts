import { parseStatesArn } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Store } from '../store/store.ts';
import type { Tag, Tags } from './catalog.ts';
import { keyOf, transact } from './document.ts';
import { MACHINE } from './machine-document.ts';
import type { OneByOne } from './one-by-one.ts';

/** Of one resource (Developer Guide, "Quotas related to tagging"). */
export const TAGS_MAX = 50;
/** The kind of activities' documents. */
export const ACTIVITY = 'activity';

type Decide = (before: readonly Tag[]) => readonly Tag[];

/** Tags lie in their resource's own document: they come and go with it. */
export class StoredTags implements Tags {
  readonly #store: Store;
  readonly #oneByOne: OneByOne;

  constructor(store: Store, oneByOne: OneByOne) {
    this.#store = store;
    this.#oneByOne = oneByOne;
  }

  async list(arn: string): Promise<readonly Tag[] | undefined> {
    const place = placeOf(arn);
    const stored = place && (await this.#store.document(place.kind, place.key));
    return stored && tagsOf(JSON.parse(stored.text));
  }

  add(arn: string, tags: readonly Tag[]): Promise<readonly Tag[] | undefined> {
    return this.#change(arn, (before) => mergeTags(arn, before, tags));
  }

  remove(arn: string, keys: readonly string[]): Promise<readonly Tag[] | undefined> {
    return this.#change(arn, (before) => before.filter(({ key }) => !keys.includes(key)));
  }

  #change(arn: string, decide: Decide): Promise<readonly Tag[] | undefined> {
    return this.#oneByOne.run(() => this.#changeAlone(arn, decide));
  }

  async #changeAlone(arn: string, decide: Decide): Promise<readonly Tag[] | undefined> {
    const place = placeOf(arn);
    if (place === undefined) return undefined;
    return await transact(this.#store, async () => {
      const stored = await this.#store.document(place.kind, place.key);
      if (stored === undefined) return { writes: [], answer: undefined };
      const document: Tagged = JSON.parse(stored.text);
      const tags = decide(tagsOf(document));
      const text = JSON.stringify({ ...document, tags });
      return { writes: [{ ...place, text, expectedVersion: stored.version }], answer: tags };
    });
  }
}

/**
 * The tags with others added; a key that is there keeps its place and gets the new value.
 *
 * @throws ServiceError TooManyTags.
 */
export function mergeTags(arn: string, before: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const values = new Map(before.map(({ key, value }) => [key, value]));
  for (const { key, value } of added) values.set(key, value);
  if (values.size > TAGS_MAX) throw new ServiceError('TooManyTags', arn);
  return [...values].map(([key, value]) => ({ key, value }));
}

interface Tagged {
  readonly tags?: readonly Tag[];
}

function tagsOf({ tags = [] }: Tagged): readonly Tag[] {
  return tags;
}

/** Where a resource lies that can have tags: a machine or an activity, not a version and not an alias. */
function placeOf(arn: string): { readonly kind: string; readonly key: string } | undefined {
  const parts = parseStatesArn(arn);
  if (parts?.kind === 'activity') return { kind: ACTIVITY, key: keyOf(parts, parts.name) };
  if (parts?.kind !== 'stateMachine' || parts.qualifier !== undefined || parts.label !== undefined)
    return undefined;
  return { kind: MACHINE, key: keyOf(parts, parts.name) };
}
