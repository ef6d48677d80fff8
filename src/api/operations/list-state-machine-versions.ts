import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { pageSize } from '../page-token.ts';
import { qualifiedArn } from '../qualified.ts';
import { arnOf, isOwn, refuseLabel } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export const listStateMachineVersions: Operation<'ListStateMachineVersions'> = async (input, call) => {
  const { catalog, pages, scope, now } = call;
  const parts = arnOf(input.stateMachineArn, 'stateMachine');
  refuseLabel(parts);
  if (parts.qualifier !== undefined) {
    const reason = `Versions belong to a state machine, not to a version or alias: ${input.stateMachineArn}`;
    throw new ServiceError('InvalidArn', reason);
  }
  const page = {
    ...{ operation: 'ListStateMachineVersions', scope, now },
    parameters: [input.stateMachineArn],
  };
  const { after: before = Number.POSITIVE_INFINITY } = pages.position(page, input.nextToken);
  const machine = isOwn(parts, scope) ? await catalog.machines.find(scope, parts.name) : undefined;
  // A machine that does not exist has no versions: AWS has no error for it here.
  if (machine === undefined) return { stateMachineVersions: [] };
  const rest = (await catalog.versions.list(machine)).filter(({ number }) => number < before);
  const shown = rest.slice(0, pageSize(input.maxResults));
  const stateMachineVersions = shown.map(({ number, createdAt }) => ({
    stateMachineVersionArn: qualifiedArn(machine, number),
    creationDate: createdAt / 1000,
  }));
  const last = rest.length > shown.length ? shown.at(-1)?.number : undefined;
  return { stateMachineVersions, ...pages.next(page, last) };
};
