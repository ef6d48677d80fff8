import { executionArn, stateMachineArn } from '../../base/arn.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { ExecutionHeader } from '../../engine/engine.ts';
import type { ListExecutionsInput } from '../model/list-executions.ts';
import type { ExecutionListItem } from '../model/structures.ts';
import type { Operation } from '../operation.ts';
import { pageSize } from '../page-token.ts';
import { qualifiedArnsOf, qualifiedAt } from '../qualified.ts';
import { redrivesOf } from '../redrives.ts';
import { listMapRunExecutions } from './list-map-run-executions.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions: Operation<'ListExecutions'> = async (input, call) => {
  const { mapRunArn } = input;
  if (mapRunArn !== undefined && input.stateMachineArn === undefined)
    return await listMapRunExecutions({ ...input, mapRunArn }, call);
  const { engine, pages, scope, now } = call;
  const { machine, version, alias } = await qualifiedAt(listedMachine(input), call);
  if (machine.type === 'EXPRESS') throw new ServiceError('StateMachineTypeNotSupported');

  const status = statusOf(input);
  const qualifier = version?.number ?? alias?.name;
  const parameters = [machine.id, qualifier ?? null, status ?? null];
  const page = { operation: 'ListExecutions', scope, now, parameters };
  const { after } = pages.position(page, input.nextToken);
  const limit = pageSize(input.maxResults);
  // One more than asked for tells whether there is another page.
  const headers = await engine.list({
    machine,
    limit: limit + 1,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(status === undefined ? {} : { status }),
    ...(after === undefined ? {} : { before: after }),
  });
  const shown = headers.slice(0, limit);
  const machineArn = stateMachineArn(scope, machine.name);
  const executions = shown.map((header) => ({
    executionArn: executionArn(scope, machine.name, header.name),
    stateMachineArn: machineArn,
    ...qualifiedArnsOf(machineArn, header),
    ...itemOf(header),
  }));
  return { executions, ...pages.next(page, headers.length > limit ? shown.at(-1)?.id : undefined) };
};

function listedMachine({ stateMachineArn, mapRunArn, redriveFilter }: ListExecutionsInput): string {
  if (stateMachineArn === undefined || mapRunArn !== undefined) {
    throw new ServiceError(
      'ValidationException',
      'Exactly one of stateMachineArn and mapRunArn must be specified.',
    );
  }
  if (redriveFilter !== undefined) {
    throw new ServiceError('ValidationException', 'redriveFilter can only be specified with mapRunArn.');
  }
  return stateMachineArn;
}

function statusOf({ statusFilter }: ListExecutionsInput): ExecutionHeader['status'] | undefined {
  if (statusFilter !== 'PENDING_REDRIVE') return statusFilter;
  throw new ServiceError(
    'ValidationException',
    'The PENDING_REDRIVE status can only be specified with mapRunArn.',
  );
}

function itemOf(header: ExecutionHeader): Omit<ExecutionListItem, 'executionArn' | 'stateMachineArn'> {
  const { name, status, startedAt, stoppedAt } = header;
  const stopDate = stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1000 };
  return { name, status, startDate: startedAt / 1000, ...stopDate, ...redrivesOf(header) };
}
