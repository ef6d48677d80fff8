import { parseStatesArn, type Scope, type StatesArn } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Machine } from '../catalog/catalog.ts';
import type { Call } from './operation.ts';

type ArnOf<Kind extends StatesArn['kind']> = Extract<StatesArn, { kind: Kind }>;

/** The ARN's parts. @throws ServiceError InvalidArn when it is none, or names another kind of resource. */
export function arnOf<Kind extends StatesArn['kind']>(arn: string, kind: Kind): ArnOf<Kind> {
  const parts = parseStatesArn(arn);
  if (parts === undefined) throw new ServiceError('InvalidArn', `Invalid ARN prefix: ${arn}`);
  if (isKind(parts, kind)) return parts;
  throw new ServiceError('InvalidArn', `Resource type not valid in this context: ${parts.kind}`);
}

function isKind<Kind extends StatesArn['kind']>(parts: StatesArn, kind: Kind): parts is ArnOf<Kind> {
  return parts.kind === kind;
}

/** Whether the resource is in the caller's account and region. What is not, does not exist for the caller. */
export function isOwn({ account, region }: Scope, scope: Scope): boolean {
  return account === scope.account && region === scope.region;
}

/** The caller's machine. @throws ServiceError InvalidArn, StateMachineDoesNotExist (also for versions and labels). */
export async function machineAt(arn: string, { catalog, scope }: Call): Promise<Machine> {
  const parts = arnOf(arn, 'stateMachine');
  const isPlain = parts.qualifier === undefined && parts.label === undefined;
  const machine = isPlain && isOwn(parts, scope) ? await catalog.machines.find(scope, parts.name) : undefined;
  if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', arn);
  return machine;
}

/** Checks the ARN of a standard execution of the caller. @throws ServiceError InvalidArn, ExecutionDoesNotExist. */
export function checkExecution(arn: string, { scope }: Call): void {
  if (!isOwn(arnOf(arn, 'execution'), scope)) throw new ServiceError('ExecutionDoesNotExist', arn);
}

/** As `checkExecution`, but for an express execution of a Map Run, too: no other has an ARN that can be asked for. */
export function checkDescribable(arn: string, call: Call): void {
  const parts = parseStatesArn(arn);
  if (parts?.kind !== 'express' || parts.label === undefined) return checkExecution(arn, call);
  if (!isOwn(parts, call.scope)) throw new ServiceError('ExecutionDoesNotExist', arn);
}

/** The parts of the ARN of a Map Run of the caller. @throws ServiceError InvalidArn, ResourceNotFound. */
export function checkMapRun(arn: string, { scope }: Call): ArnOf<'mapRun'> {
  const parts = arnOf(arn, 'mapRun');
  if (!isOwn(parts, scope)) throw noSuchMapRun(arn);
  return parts;
}

export function noSuchMapRun(arn: string): ServiceError {
  return new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`);
}

/** Refuses the ARN of a distributed map's child machine where AWS does. */
export function refuseLabel({ label }: ArnOf<'stateMachine'>): void {
  if (label === undefined) return;
  throw new ServiceError(
    'ValidationException',
    'This operation does not support labelled ARNs.',
    'API_DOES_NOT_SUPPORT_LABELED_ARNS',
  );
}
