import { isObject, type Json, type JsonObject, member, setOwn } from '../../../base/json.ts';
import { Fault, type Path } from '../fault.ts';

/** The resources that a SAM template becomes, while it does. */
export class Expansion {
  readonly resources: { [logicalId: string]: Json } = {};
  /** Paths of APIs by the API's logical id; they become resources and methods at the end. */
  readonly routes = new Map<string, Route[]>();
  /** Whether an event wants an HTTP API and names none. */
  usesImplicitHttpApi = false;

  add(logicalId: string, resource: JsonObject): void {
    if (Object.hasOwn(this.resources, logicalId)) {
      throw new Fault(['Resources', logicalId], 'SAM makes a resource of that name; give this one another');
    }
    setOwn(this.resources, logicalId, resource);
  }

  route(apiId: string, route: Route): void {
    this.routes.set(apiId, [...(this.routes.get(apiId) ?? []), route]);
  }
}

/** A path and method of an API, and what is behind it. */
export interface Route {
  readonly path: string;
  readonly method: string;
  readonly integration: JsonObject;
  /** With what the integration answers; none for a proxy. */
  readonly responses: readonly Json[];
}

/** A resource of SAM with its properties, Globals included. */
export interface SamResource {
  readonly logicalId: string;
  readonly path: Path;
  readonly properties: JsonObject;
  /** Condition, DependsOn and the like, which its parts share. */
  readonly shared: JsonObject;
}

/** Refuses what is not in the list, by its name. @throws Fault */
export function only(properties: JsonObject, known: readonly string[], path: Path): void {
  for (const key of Object.keys(properties)) {
    if (!known.includes(key))
      throw new Fault([...path, key], `stepwell does not have ${key} of this resource of SAM`);
  }
}

export function required(properties: JsonObject, key: string, path: Path): Json {
  const value = member(properties, key);
  if (value === undefined) throw new Fault(path, `${key} is missing`);
  return value;
}

export function textAt(properties: JsonObject, key: string, path: Path): string {
  const value = required(properties, key, path);
  if (typeof value !== 'string') throw new Fault([...path, key], 'wants text');
  return value;
}

export function objectAt(properties: JsonObject, key: string): JsonObject {
  const value = member(properties, key);
  return isObject(value) ? value : {};
}

export function getAtt(logicalId: string, attribute: string): JsonObject {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

/** Members of the first object that the second does not have, objects one by one: how Globals are inherited. */
export function inherited(globals: JsonObject, own: JsonObject): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of [...Object.entries(globals), ...Object.entries(own)]) {
    const before = member(result, key);
    setOwn(result, key, isObject(before) && isObject(value) ? inherited(before, value) : value);
  }
  return result;
}
