import { ServiceError } from '../../base/service-error.ts';
import type { Route } from '../../catalog/catalog.ts';
import { refuseDeleting } from '../../catalog/refuse-deleting.ts';
import type { RoutingConfigurationListItem } from '../model/structures.ts';
import type { Operation } from '../operation.ts';
import { aliasAt } from '../qualified.ts';
import { arnOf, isOwn } from '../resource.ts';
import { routingOf } from '../routing.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export const updateStateMachineAlias: Operation<'UpdateStateMachineAlias'> = async (input, call) => {
  const { stateMachineAliasArn, description, routingConfiguration } = input;
  const { machine, name } = await aliasAt(stateMachineAliasArn, call);
  if (description === undefined && routingConfiguration === undefined) {
    throw new ServiceError(
      'ValidationException',
      'Either the description or the routing configuration must be specified.',
      'MISSING_REQUIRED_PARAMETER',
    );
  }
  const change = {
    ...(description === undefined ? {} : { description }),
    ...(routingConfiguration === undefined
      ? {}
      : { routes: routesOf(stateMachineAliasArn, routingConfiguration) }),
  };
  if (machine === undefined)
    throw new ServiceError('ResourceNotFound', 'Request references a resource that does not exist.');
  refuseDeleting(machine);
  const { updatedAt } = await call.catalog.aliases.update(machine, name, change);
  return { updateDate: updatedAt / 1000 };
};

/** Routes to versions of the alias's own machine. */
function routesOf(aliasArn: string, items: readonly RoutingConfigurationListItem[]): readonly Route[] {
  const { routes, machine, ...place } = routingOf(items);
  const alias = arnOf(aliasArn, 'stateMachine');
  if (machine === alias.name && isOwn(place, alias)) return routes;
  throw new ServiceError(
    'ValidationException',
    'Routing configuration must contain versions of the state machine of the alias.',
    'INVALID_ROUTING_CONFIGURATION',
  );
}
