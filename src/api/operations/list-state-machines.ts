import { stateMachineArn } from '../../base/arn.ts';
import type { Operation } from '../operation.ts';
import { pageSize } from '../page-token.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines: Operation<'ListStateMachines'> = async (
  input,
  { catalog, pages, scope, now },
) => {
  const page = { operation: 'ListStateMachines', scope, now, parameters: [] };
  const from = pages.position(page, input.nextToken);
  const { machines, after } = await catalog.machines.list(scope, {
    ...from,
    limit: pageSize(input.maxResults),
  });
  const stateMachines = machines.map(({ name, type, createdAt }) => ({
    stateMachineArn: stateMachineArn(scope, name),
    name,
    type,
    creationDate: createdAt / 1000,
  }));
  return { stateMachines, ...pages.next(page, after) };
};
