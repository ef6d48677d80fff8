import { equalJson, type JsonObject, member } from '../../base/json.ts';
import { Fault } from './fault.ts';
import { physicalName } from './physical-name.ts';
import type { ResourceType } from './resource-type.ts';
import type { Lookup, StackModel } from './stack-model.ts';
import type { ResourceRecord, StackRecord } from './stack-record.ts';

/** What a deployment will do to one resource. */
export interface Step {
  readonly kind: 'create' | 'update' | 'replace' | 'keep' | 'delete';
  readonly logicalId: string;
  readonly type: string;
  /** Properties that differ. */
  readonly changed: readonly string[];
  /** Properties that are kept and have no effect on this server. */
  readonly noted: readonly string[];
}

export interface Planning {
  readonly model: StackModel;
  readonly record: StackRecord;
  readonly types: ReadonlyMap<string, ResourceType>;
  /** Resources of the record that the server does not have any more. */
  readonly lost: ReadonlySet<string>;
  prepared(logicalId: string, properties: JsonObject): JsonObject;
}

/** The steps in the order in which they are taken; deletions come last, in reverse. @throws Fault */
export function planOf(planning: Planning): readonly Step[] {
  const { model, record, lost } = planning;
  const steps = new Map<string, Step>();
  const lookup: Lookup = (id) => foreseen(steps.get(id), recordOf(record, id), planning);
  for (const { logicalId } of model.order) {
    const type = model.typeOf(logicalId);
    const properties = planning.prepared(logicalId, model.properties(logicalId, lookup));
    const before = lost.has(logicalId) ? undefined : recordOf(record, logicalId);
    const known = planning.types.get(type);
    const step = { logicalId, type, ...change(before, properties, known), noted: notedIn(properties, known) };
    if (before !== undefined && step.kind === 'replace') checkName(step, before, { properties, planning });
    steps.set(logicalId, before !== undefined && before.type !== type ? { ...step, kind: 'replace' } : step);
  }
  const gone = record.resources.filter(({ logicalId }) => !steps.has(logicalId)).reverse();
  const deletions = [...gone, ...record.leftovers].map(
    ({ logicalId, type }): Step => ({ kind: 'delete', logicalId, type, changed: [], noted: [] }),
  );
  return [...steps.values(), ...deletions];
}

/** How the properties of a resource differ from those it was made with, and what that takes. */
export function change(
  before: ResourceRecord | undefined,
  properties: JsonObject,
  type: ResourceType | undefined,
): Pick<Step, 'kind' | 'changed'> {
  if (before === undefined) return { kind: 'create', changed: [] };
  const changed = changedProperties(before.properties, properties);
  // Nobody heard the answer to what was begun: it is done again.
  if (before.status === 'making' && before.id === '') return { kind: 'create', changed };
  if (before.status === 'made' && changed.length === 0) return { kind: 'keep', changed };
  const replaces = changed.some((key) => type?.properties[key] === 'replace');
  return { kind: replaces || type?.update === undefined ? 'replace' : 'update', changed };
}

function notedIn(properties: JsonObject, type: ResourceType | undefined): string[] {
  return Object.keys(properties).filter((key) => type?.properties[key] === 'noted');
}

function changedProperties(before: JsonObject, after: JsonObject): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => {
    const [old, now] = [member(before, key), member(after, key)];
    return old === undefined || now === undefined || !equalJson(old, now);
  });
}

function recordOf(record: StackRecord, logicalId: string): ResourceRecord | undefined {
  return record.resources.find((one) => one.logicalId === logicalId);
}

/** What will surely be there after a step, with the answers it has now. */
function foreseen(
  step: Step | undefined,
  before: ResourceRecord | undefined,
  { types }: Planning,
): ResourceRecord | undefined {
  if (before === undefined || step === undefined || before.id === '') return undefined;
  if (step.kind === 'keep') return before;
  if (step.kind !== 'update') return undefined;
  const changing = types.get(before.type)?.changing ?? [];
  const stable = Object.entries(before.attributes).filter(([name]) => !changing.includes(name));
  return { ...before, attributes: Object.fromEntries(stable) };
}

interface Replacing {
  readonly properties: JsonObject;
  readonly planning: Planning;
}

/** The new one is made before the old one is deleted; under one name that cannot be. */
function checkName(
  { logicalId, type }: Step,
  before: ResourceRecord,
  { properties, planning }: Replacing,
): void {
  const naming = planning.types.get(type)?.naming;
  if (naming?.property === undefined || before.type !== type) return;
  const given = member(properties, naming.property);
  if (given === undefined || given !== before.name) return;
  throw new Fault(
    ['Resources', logicalId, 'Properties', naming.property],
    `this change replaces the resource, which needs another name than ${before.name}; rename it and deploy again`,
  );
}

/** The name that a resource gets: its own, or one that follows from the stack. */
export function nameOf(
  {
    stack,
    logicalId,
    generation,
  }: { readonly stack: string; readonly logicalId: string; readonly generation: number },
  properties: JsonObject,
  naming: ResourceType['naming'],
): string {
  const given = naming?.property === undefined ? undefined : member(properties, naming.property);
  return typeof given === 'string'
    ? given
    : physicalName({ stack, logicalId, generation }, naming?.lengthMax ?? 64);
}
