import type { JsonObject } from '../../src/base/json.ts';
import type { Made, Wanted } from '../../src/cli/deploy/resource-type.ts';
import { RESOURCE_TYPES } from '../../src/cli/deploy/resource-types.ts';
import { type Script, scriptedAws } from './scripted-aws.ts';

/** What became of one resource that was made, changed and removed, for tests. */
export interface MadeResource {
  readonly made: Made;
  /** The calls that made it, then those that changed it, then those that removed it. */
  readonly lines: readonly [readonly string[], readonly string[], readonly string[]];
  /** What the calls that made it sent. */
  readonly inputs: readonly unknown[];
}

export interface GivenResource {
  readonly properties: JsonObject;
  readonly changed?: JsonObject;
  readonly mayExist?: boolean;
  readonly script?: Script;
}

/** Makes a resource of a type, changes it when there is something to change, and removes it. */
export async function madeResource(typeName: string, given: GivenResource): Promise<MadeResource> {
  const type = RESOURCE_TYPES.get(typeName);
  if (type === undefined) throw new Error(`no type ${typeName}`);
  const aws = scriptedAws(given.script);
  const services = { aws, account: '123456789012', archives: new Map([['d', Buffer.from('zip')]]) };
  const name = String(given.properties[type.naming?.property ?? ''] ?? 'name');
  const wanted: Wanted = {
    ...{ stack: 's', logicalId: 'A', name, properties: given.properties, mayExist: given.mayExist ?? false },
  };
  const made = await type.create(wanted, services);
  const inputs = [...aws.inputs];
  const createLines = aws.lines.splice(0);
  const kept = { ...made, name, properties: given.properties };
  if (given.changed !== undefined) {
    await type.update?.({ ...wanted, properties: { ...given.properties, ...given.changed } }, kept, services);
  }
  const updateLines = aws.lines.splice(0);
  await type.remove(kept, services);
  return { made, lines: [createLines, updateLines, aws.lines], inputs };
}
