import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { pageSize } from '../page-token.ts';
import { qualifiedArn, qualifiedAt } from '../qualified.ts';
import { arnOf } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export const listStateMachineAliases: Operation<'ListStateMachineAliases'> = async (input, call) => {
  const { catalog, pages, scope, now } = call;
  // The one operation on labelled ARNs that has no ValidationException.
  if (arnOf(input.stateMachineArn, 'stateMachine').label !== undefined)
    throw new ServiceError('InvalidArn', `Maps have no aliases: ${input.stateMachineArn}`);
  const { machine, version, alias } = await qualifiedAt(input.stateMachineArn, call);
  if (alias !== undefined)
    throw new ServiceError('InvalidArn', `Aliases have no aliases: ${input.stateMachineArn}`);
  const page = {
    ...{ operation: 'ListStateMachineAliases', scope, now },
    parameters: [input.stateMachineArn],
  };
  const { after = 0 } = pages.position(page, input.nextToken);
  // Recorded in creation order, although the reference says that the newest come first.
  const rest = (await catalog.aliases.list(machine))
    .filter(({ position }) => position > after)
    .filter(
      ({ routes }) => version === undefined || routes.some((route) => route.version === version.number),
    );
  const shown = rest.slice(0, pageSize(input.maxResults));
  const stateMachineAliases = shown.map(({ name, createdAt }) => ({
    stateMachineAliasArn: qualifiedArn(machine, name),
    creationDate: createdAt / 1000,
  }));
  const last = rest.length > shown.length ? shown.at(-1)?.position : undefined;
  return { stateMachineAliases, ...pages.next(page, last) };
};
