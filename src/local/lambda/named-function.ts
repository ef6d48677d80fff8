import { functionArn } from '../../base/arn.ts';
import type { FunctionName } from '../../base/function-name.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import type { DeployedFunction } from './definition.ts';
import { functionNotFound } from './functions.ts';
import { type LambdaServices, type OperationCall, readName } from './operation.ts';
import { Refusal } from './refusal.ts';

/**
 * The function in a request's path, with the qualifier of the path or of the query.
 *
 * @throws Refusal when there are two that differ.
 */
export function readQualified(functionName: string, request: ServiceRequest): FunctionName {
  const named = readName(functionName, request);
  const asked = request.query.get('Qualifier') ?? undefined;
  if (named.qualifier !== undefined && asked !== undefined && asked !== named.qualifier) {
    throw new Refusal(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { ...named, qualifier: asked ?? named.qualifier };
}

export interface NamedFunction {
  readonly named: FunctionName;
  /** Its newest state. */
  readonly latest: DeployedFunction;
  /** What the qualifier names; of the two versions of an alias the one it is called after. */
  readonly deployed: DeployedFunction;
}

/** @throws Refusal ResourceNotFoundException. */
export async function findFunction(
  { functionName, request }: OperationCall,
  { functions }: LambdaServices,
): Promise<NamedFunction> {
  const named = readQualified(functionName, request);
  const latest = await functions.find(named, named.name);
  const deployed = latest && functions.at(latest, named.qualifier, () => 1);
  if (latest !== undefined && deployed !== undefined) return { named, latest, deployed };
  throw functionNotFound(qualifiedArn(named));
}

/** With the qualifier, when there is one. */
export function qualifiedArn({ qualifier, ...named }: FunctionName): string {
  return functionArn(named, qualifier === undefined ? named.name : `${named.name}:${qualifier}`);
}
