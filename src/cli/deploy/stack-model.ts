import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { conditionsOf } from './conditions.ts';
import { evaluate, evaluateWhole } from './evaluate.ts';
import { Fault, type Path } from './fault.ts';
import { parameterValues, secretParameters } from './parameters.ts';
import { type OrderedResource, resourceOrder } from './resource-order.ts';
import type { Made, ResourceType } from './resource-type.ts';
import type { Scope } from './scope.ts';
import { section } from './template.ts';

/** What a template means with its parameters: which resources there are, in which order, and with what. */
export interface StackModel {
  readonly order: readonly OrderedResource[];
  typeOf(logicalId: string): string;
  /** Whether it stays on the server when the stack has no more use for it. */
  isRetained(logicalId: string, when: 'deleted' | 'replaced'): boolean;
  /** Evaluated properties. What `made` does not know yet stands there as a placeholder. @throws Fault */
  properties(logicalId: string, made: Lookup): JsonObject;
  outputs(made: Lookup): readonly Output[];
}

export interface Output {
  readonly name: string;
  readonly value: Json;
  readonly exportName?: string;
  readonly isSecret: boolean;
}

export type Lookup = (logicalId: string) => Made | undefined;

export interface Surroundings {
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly exports: ReadonlyMap<string, Json>;
  readonly types: ReadonlyMap<string, ResourceType>;
}

/** @throws Fault for everything that can be known before anything is made. */
export function stackModel(body: JsonObject, around: Surroundings): StackModel {
  const model = new Model(body, around);
  for (const { logicalId } of model.order) {
    checkShape(model.resource(logicalId), logicalId, around.types);
    model.properties(logicalId, () => undefined);
  }
  model.outputs(() => undefined);
  return model;
}

class Model implements StackModel {
  readonly order: readonly OrderedResource[];
  readonly #body: JsonObject;
  readonly #around: Surroundings;
  readonly #parameters: ReadonlyMap<string, Json>;
  readonly #secrets: ReadonlySet<string>;
  readonly #conditions: ReturnType<typeof conditionsOf>;
  readonly #resources = new Map<string, JsonObject>();

  constructor(body: JsonObject, around: Surroundings) {
    this.#body = body;
    this.#around = around;
    this.#parameters = parameterValues(section(body, 'Parameters'), around.parameters);
    this.#secrets = secretParameters(section(body, 'Parameters'));
    this.#conditions = conditionsOf(section(body, 'Conditions'));
    const scope = this.#scope(() => undefined);
    for (const [id, resource] of Object.entries(section(body, 'Resources'))) {
      if (!isObject(resource)) continue;
      const condition = member(resource, 'Condition');
      const isWanted =
        condition === undefined || scope.condition(String(condition), ['Resources', id, 'Condition']);
      if (isWanted) this.#resources.set(id, resource);
    }
    this.order = resourceOrder(this.#resources);
  }

  resource(logicalId: string): JsonObject {
    return this.#resources.get(logicalId) ?? {};
  }

  typeOf(logicalId: string): string {
    return String(member(this.resource(logicalId), 'Type'));
  }

  isRetained(logicalId: string, when: 'deleted' | 'replaced'): boolean {
    const policy = when === 'deleted' ? 'DeletionPolicy' : 'UpdateReplacePolicy';
    return /^Retain/.test(String(member(this.resource(logicalId), policy) ?? ''));
  }

  properties(logicalId: string, made: Lookup): JsonObject {
    const path = ['Resources', logicalId, 'Properties'];
    const written = member(this.resource(logicalId), 'Properties') ?? {};
    const value = evaluate(written, this.#scope(made), path);
    if (!isObject(value)) throw new Fault(path, 'properties are an object');
    return value;
  }

  outputs(made: Lookup): readonly Output[] {
    const scope = this.#scope(made);
    return Object.entries(section(this.#body, 'Outputs')).flatMap(([name, output]) => {
      const path = ['Outputs', name];
      if (!isObject(output)) throw new Fault(path, 'an output is an object');
      const condition = member(output, 'Condition');
      if (condition !== undefined && !scope.condition(String(condition), [...path, 'Condition'])) return [];
      const value = evaluateWhole(member(output, 'Value') ?? null, scope, [...path, 'Value']);
      const named = member(output, 'Export');
      const exportName = isObject(named) ? member(named, 'Name') : undefined;
      const one = { name, value, isSecret: this.#isSecret(member(output, 'Value') ?? null) };
      if (exportName === undefined) return [one];
      return [{ ...one, exportName: String(evaluateWhole(exportName, scope, [...path, 'Export', 'Name'])) }];
    });
  }

  #isSecret(value: Json): boolean {
    const text = JSON.stringify(value);
    return [...this.#secrets].some((name) => text.includes(name));
  }

  #scope(made: Lookup): Scope {
    const scope: Scope = {
      ref: (name, path) => {
        if (name === 'AWS::NoValue') return undefined;
        const known = pseudo(name, this.#around) ?? this.#parameters.get(name);
        if (known !== undefined) return known;
        this.#checkResource(name, path);
        return made(name)?.id ?? placeholder(name);
      },
      attribute: (name, attribute, path) => {
        this.#checkResource(name, path);
        const type = this.#around.types.get(this.typeOf(name));
        // The type that is not there is reported by itself.
        if (type !== undefined && type.attributes?.includes(attribute) !== true) {
          throw new Fault(path, `${this.typeOf(name)} has no attribute ${attribute} that stepwell knows`);
        }
        const one = made(name);
        return (one && member(one.attributes, attribute)) ?? placeholder(`${name}.${attribute}`);
      },
      condition: (name, path) => this.#conditions(name, scope, path),
      mapped: ([map, top, second]) => {
        const inner = member(section(this.#body, 'Mappings'), map);
        const values = isObject(inner) ? member(inner, top) : undefined;
        return isObject(values) ? member(values, second) : undefined;
      },
      imported: (name, path) => {
        const value = this.#around.exports.get(name);
        if (value === undefined) throw new Fault(path, `no stack here exports ${name}`);
        return value;
      },
    };
    return scope;
  }

  #checkResource(name: string, path: Path): void {
    if (this.#resources.has(name)) return;
    const isOff = member(section(this.#body, 'Resources'), name) !== undefined;
    throw new Fault(
      path,
      isOff ? `the condition of ${name} is false` : `there is no parameter and no resource ${name}`,
    );
  }
}

/** No text of a template: a property that holds it differs from whatever was there before. */
function placeholder(what: string): string {
  return `{{made by this deployment: ${what}}}`;
}

function pseudo(name: string, { stack, region, account }: Surroundings): Json | undefined {
  switch (name) {
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return account;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stack;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${region}:${account}:stack/${stack}/stepwell`;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return undefined;
  }
}

const RESOURCE_KEYS = new Set([
  ...['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'],
]);

function checkShape(resource: JsonObject, logicalId: string, types: ReadonlyMap<string, ResourceType>): void {
  const path = ['Resources', logicalId];
  for (const key of Object.keys(resource)) {
    if (!RESOURCE_KEYS.has(key))
      throw new Fault([...path, key], `stepwell does not have the attribute ${key} of resources`);
  }
  const name = String(member(resource, 'Type'));
  const type = types.get(name);
  if (type === undefined) throw new Fault([...path, 'Type'], `stepwell has no resources of type ${name}`);
  const properties = member(resource, 'Properties') ?? {};
  if (isArray(properties) || !isObject(properties)) return;
  for (const key of Object.keys(properties)) {
    if (!Object.hasOwn(type.properties, key)) {
      throw new Fault([...path, 'Properties', key], `stepwell does not have the property ${key} of ${name}`);
    }
  }
  for (const key of type.required ?? []) {
    if (member(properties, key) === undefined)
      throw new Fault([...path, 'Properties'], `${name} needs ${key}`);
  }
}
