import { isArray, type JsonObject, member } from '../../base/json.ts';
import { references } from './evaluate.ts';
import { Fault } from './fault.ts';

/** Resources by logical id, each after those it needs. */
export interface OrderedResource {
  readonly logicalId: string;
  readonly needs: readonly string[];
}

/** Orders resources by what they refer to and by DependsOn. @throws Fault for cycles and for what is not there */
export function resourceOrder(resources: ReadonlyMap<string, JsonObject>): readonly OrderedResource[] {
  const ordered = new Map<string, OrderedResource>();
  const visit = (logicalId: string, trail: readonly string[]) => {
    const start = trail.indexOf(logicalId);
    if (start >= 0) {
      const circle = [...trail.slice(start), logicalId].join(' -> ');
      throw new Fault(['Resources', logicalId], `resources need one another: ${circle}`);
    }
    const resource = resources.get(logicalId);
    if (resource === undefined || ordered.has(logicalId)) return;
    const needs = needsOf(logicalId, resource, resources);
    for (const need of needs) visit(need, [...trail, logicalId]);
    ordered.set(logicalId, { logicalId, needs });
  };
  for (const logicalId of resources.keys()) visit(logicalId, []);
  return [...ordered.values()];
}

function needsOf(
  logicalId: string,
  resource: JsonObject,
  all: ReadonlyMap<string, JsonObject>,
): readonly string[] {
  const needs = new Set<string>();
  const dependsOn = member(resource, 'DependsOn') ?? [];
  for (const name of isArray(dependsOn) ? dependsOn : [dependsOn]) {
    // A resource whose condition is false is not there, and nobody waits for it.
    if (typeof name !== 'string') throw new Fault(['Resources', logicalId, 'DependsOn'], 'names resources');
    if (all.has(name)) needs.add(name);
  }
  for (const { name } of references(member(resource, 'Properties') ?? null)) {
    if (all.has(name)) needs.add(name);
  }
  return [...needs];
}
