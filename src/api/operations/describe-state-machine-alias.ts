import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { aliasAt } from '../qualified.ts';
import { routingConfigurationOf } from '../routing.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export const describeStateMachineAlias: Operation<'DescribeStateMachineAlias'> = async (input, call) => {
  const { stateMachineAliasArn } = input;
  const { machine, name } = await aliasAt(stateMachineAliasArn, call);
  const alias = machine && (await call.catalog.aliases.find(machine, name));
  if (machine === undefined || alias === undefined)
    throw new ServiceError('ResourceNotFound', 'Request references a resource that does not exist.');
  return {
    stateMachineAliasArn,
    name,
    ...(alias.description === undefined ? {} : { description: alias.description }),
    routingConfiguration: routingConfigurationOf(machine, alias),
    creationDate: alias.createdAt / 1000,
    updateDate: alias.updatedAt / 1000,
  };
};
