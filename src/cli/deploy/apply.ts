import type { JsonObject } from '../../base/json.ts';
import { ApiError } from '../client.ts';
import type { Path } from './fault.ts';
import { change, nameOf, type Step } from './plan.ts';
import type { Kept, ResourceType, Services, Wanted } from './resource-type.ts';
import type { Lookup, StackModel } from './stack-model.ts';
import type { ResourceRecord, StackRecord } from './stack-record.ts';

/** What a deployment works with. */
export interface Deployment {
  readonly model: StackModel;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly services: Services;
  /** Resources of the record that the server does not have any more. */
  readonly lost: ReadonlySet<string>;
  prepared(logicalId: string, properties: JsonObject): JsonObject;
  /** Keeps the record; returns when it is on disk. */
  keep(record: StackRecord): void;
  say(line: ProgressLine): void;
}

export interface ProgressLine {
  readonly verb: 'created' | 'updated' | 'replaced' | 'unchanged' | 'deleted' | 'retained' | 'failed';
  readonly logicalId: string;
  readonly type: string;
  readonly detail?: string;
}

/** A call for one resource was refused; what is done so far is kept, and the next deployment goes on from there. */
export class ResourceFailed extends Error {
  override readonly name = 'ResourceFailed';
  readonly path: Path;

  constructor(logicalId: string, cause: ApiError) {
    super(cause.message, { cause });
    this.path = ['Resources', logicalId];
  }
}

/** Takes the steps of a plan. @returns the stack as it is now. @throws ResourceFailed, Unavailable */
export async function apply(
  steps: readonly Step[],
  before: StackRecord,
  deployment: Deployment,
): Promise<StackRecord> {
  const work = new Work(before, deployment);
  for (const step of steps) {
    if (step.kind !== 'delete') await work.make(step);
  }
  await work.removeAll(steps);
  return work.record;
}

class Work {
  record: StackRecord;
  readonly #deployment: Deployment;

  constructor(record: StackRecord, deployment: Deployment) {
    this.record = record;
    this.#deployment = deployment;
  }

  async make({ kind, logicalId, type: typeName }: Step): Promise<void> {
    const { model, types, lost, prepared, services, say } = this.#deployment;
    const lookup: Lookup = (id) => this.record.resources.find((one) => one.logicalId === id);
    const properties = prepared(logicalId, model.properties(logicalId, lookup));
    const before = lost.has(logicalId) ? undefined : this.#find(logicalId);
    const type = types.get(typeName);
    if (type === undefined) return;
    // What stood for something not made yet has turned out as it was before.
    const now = before?.type === typeName ? change(before, properties, type) : undefined;
    if (kind === 'keep' || now?.kind === 'keep') return say({ verb: 'unchanged', logicalId, type: typeName });
    const isUpdate = before !== undefined && now?.kind === 'update' && type.update !== undefined;
    const generation =
      isUpdate || before === undefined ? (this.#find(logicalId)?.generation ?? 0) : nextGeneration(before);
    const stack = this.record.stack;
    const name = isUpdate ? before.name : nameOf({ stack, logicalId, generation }, properties, type.naming);
    const resource: ResourceRecord = {
      ...{
        logicalId,
        type: typeName,
        name,
        properties,
        generation,
        status: 'making',
        id: '',
        attributes: {},
      },
      isRetained: model.isRetained(logicalId, 'deleted'),
    };
    const mayExist = this.#find(logicalId)?.status === 'making';
    const wanted: Wanted = { stack, logicalId, name, properties, mayExist };
    if (isUpdate) this.#put({ ...before, status: 'making' });
    else this.#begin(resource, kind === 'replace' || now?.kind === 'replace' ? before : undefined);
    const made = await this.#call(logicalId, typeName, () =>
      isUpdate && type.update ? type.update(wanted, before, services) : type.create(wanted, services),
    );
    this.#put({ ...resource, ...made, status: 'made' });
    const verb = isUpdate ? 'updated' : before === undefined || before.id === '' ? 'created' : 'replaced';
    say({ verb, logicalId, type: typeName, detail: made.note ?? made.id });
  }

  async removeAll(steps: readonly Step[]): Promise<void> {
    const wanted = new Set(steps.filter(({ kind }) => kind !== 'delete').map(({ logicalId }) => logicalId));
    for (const one of this.record.resources.toReversed()) {
      if (!wanted.has(one.logicalId)) await this.#remove(one);
    }
    for (const one of [...this.record.leftovers]) await this.#remove(one);
    this.#reorder(steps);
  }

  /** A template that has changed may need its resources in another order. */
  #reorder(steps: readonly Step[]): void {
    const places = new Map(steps.map(({ logicalId }, at) => [logicalId, at]));
    const placeOf = (one: ResourceRecord) => places.get(one.logicalId) ?? 0;
    const resources = this.record.resources.toSorted((a, b) => placeOf(a) - placeOf(b));
    this.record = { ...this.record, resources };
  }

  async #remove(one: ResourceRecord): Promise<void> {
    const { logicalId, type: typeName } = one;
    const { types, services, lost, say } = this.#deployment;
    const type = types.get(typeName);
    if (one.isRetained || type === undefined) {
      this.#forget(one);
      return say({ verb: 'retained', logicalId, type: typeName, detail: one.id });
    }
    if (!lost.has(logicalId)) {
      const kept = one.id === '' ? await this.#rediscovered(one, type) : one;
      await this.#call(logicalId, typeName, () => type.remove(kept, services));
    }
    this.#forget(one);
    say({ verb: 'deleted', logicalId, type: typeName, detail: one.id });
  }

  /** What an answer that was never heard has made, if anything: the same call finds it, or makes it to be deleted. */
  async #rediscovered(one: ResourceRecord, type: ResourceType): Promise<Kept> {
    const { logicalId, name, properties } = one;
    try {
      const wanted = { stack: this.record.stack, logicalId, name, properties, mayExist: true };
      return { ...one, ...(await type.create(wanted, this.#deployment.services)) };
    } catch (error) {
      if (error instanceof ApiError) return one;
      throw error;
    }
  }

  async #call<Result>(logicalId: string, type: string, call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#deployment.say({ verb: 'failed', logicalId, type, detail: error.message });
      throw new ResourceFailed(logicalId, error);
    }
  }

  #find(logicalId: string): ResourceRecord | undefined {
    return this.record.resources.find((one) => one.logicalId === logicalId);
  }

  /** A new resource takes the place of the one that it replaces, which is deleted at the end. */
  #begin(resource: ResourceRecord, replaced: ResourceRecord | undefined): void {
    const isRetained = this.#deployment.model.isRetained(resource.logicalId, 'replaced');
    const left = replaced === undefined ? [] : [{ ...replaced, isRetained }];
    const leftovers = [...this.record.leftovers, ...left];
    this.record = { ...this.record, leftovers };
    this.#put(resource);
  }

  #put(resource: ResourceRecord): void {
    const { resources } = this.record;
    const isKnown = this.#find(resource.logicalId) !== undefined;
    // It keeps its place: what was made for others is deleted after them.
    const inPlace = resources.map((one) => (one.logicalId === resource.logicalId ? resource : one));
    this.#keep({ ...this.record, resources: isKnown ? inPlace : [...resources, resource] });
  }

  #forget(resource: ResourceRecord): void {
    this.#keep({
      ...this.record,
      resources: this.record.resources.filter((one) => one !== resource),
      leftovers: this.record.leftovers.filter((one) => one !== resource),
    });
  }

  #keep(record: StackRecord): void {
    this.record = record;
    this.#deployment.keep(record);
  }
}

/** An attempt that made nothing we know of keeps its name, so that it is found again. */
function nextGeneration({ generation, id }: ResourceRecord): number {
  return id === '' ? generation : generation + 1;
}
