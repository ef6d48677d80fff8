import { stateMachineArn } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Alias, Machine, Version } from '../catalog/catalog.ts';
import type { ExecutionHeader } from '../engine/engine.ts';
import type { Call } from './operation.ts';
import { arnOf, isOwn, refuseLabel } from './resource.ts';

/** What a qualified or plain ARN of a state machine names. */
export interface Qualified {
  readonly machine: Machine;
  /** When it names a version. */
  readonly version?: Version;
  /** When it names an alias. */
  readonly alias?: Alias;
}

/** @throws ServiceError InvalidArn, StateMachineDoesNotExist: also when only the version or the alias does not. */
export async function qualifiedAt(arn: string, { catalog, scope }: Call): Promise<Qualified> {
  const parts = arnOf(arn, 'stateMachine');
  const { qualifier } = parts;
  const isHere = isOwn(parts, scope) && parts.label === undefined;
  const machine = isHere ? await catalog.machines.find(scope, parts.name) : undefined;
  if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', arn);
  if (qualifier === undefined) return { machine };
  const number = versionNumber(qualifier);
  if (number !== undefined) {
    const version = await catalog.versions.find(machine, number);
    if (version !== undefined) return { machine, version };
  } else {
    const alias = await catalog.aliases.find(machine, qualifier);
    if (alias !== undefined) return { machine, alias };
  }
  throw new ServiceError('StateMachineDoesNotExist', arn);
}

/** The version's number that is a qualifier; undefined when it is an alias. */
function versionNumber(qualifier: string): number | undefined {
  return /^\d+$/.test(qualifier) ? Number(qualifier) : undefined;
}

/**
 * The number of the version that an ARN names, and its machine if that exists.
 *
 * @throws ServiceError InvalidArn: no ARN of a version; ValidationException: of a distributed map's machine.
 */
export async function versionAt(
  arn: string,
  { catalog, scope }: Call,
): Promise<{ machine: Machine | undefined; number: number }> {
  const parts = arnOf(arn, 'stateMachine');
  refuseLabel(parts);
  const number = versionNumber(parts.qualifier ?? '');
  if (number === undefined)
    throw new ServiceError('InvalidArn', `Not the ARN of a state machine version: ${arn}`);
  const machine = isOwn(parts, scope) ? await catalog.machines.find(scope, parts.name) : undefined;
  return { machine, number };
}

/**
 * The name of the alias that an ARN names, and its machine if that exists.
 *
 * @throws ServiceError InvalidArn: no ARN of an alias; ValidationException: of a distributed map's machine.
 */
export async function aliasAt(
  arn: string,
  { catalog, scope }: Call,
): Promise<{ machine: Machine | undefined; name: string }> {
  const parts = arnOf(arn, 'stateMachine');
  refuseLabel(parts);
  const { qualifier } = parts;
  if (qualifier === undefined || versionNumber(qualifier) !== undefined)
    throw new ServiceError('InvalidArn', `Not the ARN of a state machine alias: ${arn}`);
  const machine = isOwn(parts, scope) ? await catalog.machines.find(scope, parts.name) : undefined;
  return { machine, name: qualifier };
}

export function qualifiedArn({ scope, name }: Machine, qualifier: number | string): string {
  return `${stateMachineArn(scope, name)}:${qualifier}`;
}

/** What an execution's description shows of the version and the alias that it was started by. */
export function qualifiedArnsOf(
  machineArn: string,
  { machineVersion: version, machineAlias: alias }: Pick<ExecutionHeader, 'machineVersion' | 'machineAlias'>,
): { stateMachineVersionArn?: string; stateMachineAliasArn?: string } {
  return {
    ...(version === undefined ? {} : { stateMachineVersionArn: `${machineArn}:${version}` }),
    ...(alias === undefined ? {} : { stateMachineAliasArn: `${machineArn}:${alias}` }),
  };
}
