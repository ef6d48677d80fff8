import { configurationOf } from '../definition.ts';
import { findFunction } from '../named-function.ts';
import { answer, type Operation } from '../operation.ts';

/**
 * Without `Code.Location`: archives are unpacked when they come and not kept.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export const getFunction: Operation = async (call, services) => {
  const { named, latest, deployed } = await findFunction(call, services);
  const { tags, reservedConcurrency: reserved } = latest.definition;
  return answer(200, {
    Configuration: configurationOf(deployed.definition, named, named.qualifier),
    Code: {},
    ...(Object.keys(tags).length === 0 ? {} : { Tags: tags }),
    ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
  });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration: Operation = async (call, services) => {
  const { named, deployed } = await findFunction(call, services);
  return answer(200, configurationOf(deployed.definition, named, named.qualifier));
};
