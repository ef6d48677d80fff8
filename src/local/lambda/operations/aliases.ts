import { functionArn, type Scope } from '../../../base/arn.ts';
import {
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  setOwn,
  toNumber,
} from '../../../base/json.ts';
import type { Alias, FunctionDefinition } from '../definition.ts';
import { functionNotFound } from '../functions.ts';
import { answer, checkRevision, type Operation, readBody, readName } from '../operation.ts';
import { pageOf } from '../page.ts';
import { versionAt } from '../qualifier.ts';
import { Refusal } from '../refusal.ts';
import { invalid, readSettings } from '../settings.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const createAlias: Operation = async ({ functionName, request }, { functions, entropy }) => {
  const named = readName(functionName, request);
  const body = readBody(request);
  const name = readAliasName(member(body, 'Name') ?? null);
  const empty = { name, version: '', description: '', weights: {}, revisionId: entropy.uuid() };
  const alias = { ...empty, ...readAlias(body) };
  if (alias.version === '') throw invalid('functionVersion', null, 'Member must not be null');
  const arn = aliasArn(named, named.name, name);
  await functions.update(named, named.name, (current) => {
    checkVersions(alias, current, named);
    const { aliases = [] } = current;
    if (aliases.some((other) => other.name === name)) {
      throw new Refusal('ResourceConflictException', `Alias already exists: ${arn}`);
    }
    return { ...current, aliases: sorted([...aliases, alias]) };
  });
  return answer(201, shown(alias, arn));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const updateAlias: Operation = async ({ functionName, detail, request }, { functions, entropy }) => {
  const named = readName(functionName, request);
  const body = readBody(request);
  const change = readAlias(body);
  const arn = aliasArn(named, named.name, detail);
  const updated = await functions.update(named, named.name, (current) => {
    const alias = find(current, detail, arn);
    checkRevision({ wanted: member(body, 'RevisionId'), current: alias.revisionId });
    const changed = { ...alias, ...change, revisionId: entropy.uuid() };
    checkVersions(changed, current, named);
    return { ...current, aliases: sorted([...others(current, detail), changed]) };
  });
  return answer(200, shown(find(updated, detail, arn), arn));
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias: Operation = async ({ functionName, detail, request }, { functions }) => {
  const named = readName(functionName, request);
  const deployed = await functions.find(named, named.name);
  if (deployed === undefined) throw functionNotFound(functionArn(named, named.name));
  const arn = aliasArn(named, named.name, detail);
  return answer(200, shown(find(deployed.definition, detail, arn), arn));
};

/** By name. https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const listAliases: Operation = async ({ functionName, request }, { functions }) => {
  const named = readName(functionName, request);
  const deployed = await functions.find(named, named.name);
  if (deployed === undefined) throw functionNotFound(functionArn(named, named.name));
  const version = request.query.get('FunctionVersion');
  const { aliases = [] } = deployed.definition;
  const wanted = aliases.filter((alias) => version === null || alias.version === version);
  const { page, marker } = pageOf(wanted, request.query);
  const Aliases = page.map((alias) => shown(alias, aliasArn(named, named.name, alias.name)));
  return answer(200, { Aliases, ...marker });
};

/** An alias that is not there is deleted already. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const deleteAlias: Operation = async ({ functionName, detail, request }, { functions }) => {
  const named = readName(functionName, request);
  await functions.update(named, named.name, (current) => ({ ...current, aliases: others(current, detail) }));
  return { status: 204, headers: {}, body: '' };
};

function readAliasName(value: Json): string {
  const pattern = /^(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}$/;
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw invalid('name', value, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

function readAlias(body: JsonObject): Partial<Alias> {
  const version = member(body, 'FunctionVersion') ?? null;
  const routing = member(body, 'RoutingConfig') ?? null;
  const { description } = readSettings({ Description: member(body, 'Description') ?? null });
  return {
    ...(version === null ? {} : { version: readVersion(version) }),
    ...(description === undefined ? {} : { description }),
    ...(routing === null ? {} : { weights: readWeights(routing) }),
  };
}

function readVersion(value: Json): string {
  if (typeof value === 'string' && /^(\$LATEST|[0-9]+)$/.test(value)) return value;
  throw invalid(
    'functionVersion',
    value,
    'Member must satisfy regular expression pattern: (\\$LATEST|[0-9]+)',
  );
}

function readWeights(value: Json): Record<string, number> {
  const given = (isObject(value) ? member(value, 'AdditionalVersionWeights') : value) ?? {};
  const entries = isObject(given) ? Object.entries(given) : undefined;
  const field = 'routingConfig.additionalVersionWeights';
  if (entries === undefined) throw invalid(field, value, 'Member must be an object');
  if (entries.length > 1) {
    throw new Refusal(
      'InvalidParameterValueException',
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    );
  }
  const weights: Record<string, number> = {};
  for (const [version, share] of entries) {
    const weight = isNumber(share) ? toNumber(share) : Number.NaN;
    if (!(weight >= 0 && weight <= 1)) throw invalid(field, share, 'Member must be a number from 0.0 to 1.0');
    setOwn(weights, version, weight);
  }
  return weights;
}

/** All that an alias leads to must be there, and an alias of two leads to published versions only. */
function checkVersions({ version, weights }: Alias, current: FunctionDefinition, scope: Scope): void {
  const additional = Object.keys(weights);
  if (additional.length > 0 && [version, ...additional].includes('$LATEST')) {
    throw new Refusal(
      'InvalidParameterValueException',
      '$LATEST is not supported for an alias pointing to more than 1 version',
    );
  }
  const withoutAliases = { ...current, aliases: [] };
  for (const one of [version, ...additional]) {
    if (versionAt(withoutAliases, one, () => 1) !== undefined) continue;
    throw functionNotFound(functionArn(scope, `${current.name}:${one}`));
  }
}

function find({ aliases = [] }: FunctionDefinition, name: string, arn: string): Alias {
  const found = aliases.find((alias) => alias.name === name);
  if (found !== undefined) return found;
  throw new Refusal('ResourceNotFoundException', `Cannot find alias arn: ${arn}`);
}

function others({ aliases = [] }: FunctionDefinition, name: string): readonly Alias[] {
  return aliases.filter((alias) => alias.name !== name);
}

function sorted(aliases: readonly Alias[]): readonly Alias[] {
  return aliases.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function aliasArn(scope: Scope, name: string, alias: string): string {
  return functionArn(scope, `${name}:${alias}`);
}

function shown(
  { name, version, description, weights, revisionId }: Alias,
  arn: string,
): Record<string, Json> {
  const isRouted = Object.keys(weights).length > 0;
  return {
    AliasArn: arn,
    Name: name,
    FunctionVersion: version,
    Description: description,
    ...(isRouted ? { RoutingConfig: { AdditionalVersionWeights: weights } } : {}),
    RevisionId: revisionId,
  };
}
