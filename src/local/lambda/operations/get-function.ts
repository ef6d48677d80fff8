import { functionArn } from '../../../base/arn.ts';
import type { FunctionName } from '../../../base/function-name.ts';
import { configurationOf, type DeployedFunction } from '../definition.ts';
import { functionNotFound } from '../functions.ts';
import { answer, type LambdaServices, type Operation, type OperationCall, readName } from '../operation.ts';

/**
 * Without `Code.Location`: archives are unpacked when they come and not kept.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export const getFunction: Operation = async (call, services) => {
  const { named, deployed } = await findFunction(call, services);
  const { tags } = deployed.definition;
  return answer(200, {
    Configuration: configurationOf(deployed.definition, named),
    Code: {},
    ...(Object.keys(tags).length === 0 ? {} : { Tags: tags }),
  });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration: Operation = async (call, services) => {
  const { named, deployed } = await findFunction(call, services);
  return answer(200, configurationOf(deployed.definition, named));
};

async function findFunction(
  { functionName, request }: OperationCall,
  { functions }: LambdaServices,
): Promise<{ named: FunctionName; deployed: DeployedFunction }> {
  const named = readName(functionName, request);
  const qualifier = request.query.get('Qualifier') ?? named.qualifier;
  const isOther = qualifier !== undefined && qualifier !== '$LATEST';
  const deployed = isOther ? undefined : await functions.find(named, named.name);
  if (deployed !== undefined) return { named, deployed };
  throw functionNotFound(functionArn(named, isOther ? `${named.name}:${qualifier}` : named.name));
}
