import type { ListedChild } from '../../engine/engine.ts';
import type { ListExecutionsInput, ListExecutionsOutput } from '../model/list-executions.ts';
import type { ExecutionListItem } from '../model/structures.ts';
import type { Call } from '../operation.ts';
import { pageSize } from '../page-token.ts';
import { redrivesOf } from '../redrives.ts';
import { checkMapRun, noSuchMapRun } from '../resource.ts';

/** ListExecutions of a Map Run. */
export async function listMapRunExecutions(
  input: ListExecutionsInput & { readonly mapRunArn: string },
  call: Call,
): Promise<ListExecutionsOutput> {
  const { mapRunArn, statusFilter, redriveFilter } = input;
  const run = checkMapRun(mapRunArn, call);
  const parameters = [run.run, statusFilter ?? null, redriveFilter ?? null];
  const page = { operation: 'ListExecutions', scope: call.scope, now: call.now, parameters };
  const { after } = call.pages.position(page, input.nextToken);
  const limit = pageSize(input.maxResults);
  const found = await call.engine.mapRunExecutions(mapRunArn, {
    limit: limit + 1,
    ...(statusFilter === undefined ? {} : { status: statusFilter }),
    ...(redriveFilter === undefined ? {} : { isRedriven: redriveFilter === 'REDRIVEN' }),
    ...(after === undefined ? {} : { before: after }),
  });
  if (found === undefined) throw noSuchMapRun(mapRunArn);
  const shown = found.slice(0, limit);
  return {
    executions: shown.map((child) => itemOf(mapRunArn, child)),
    ...call.pages.next(page, found.length > limit ? shown.at(-1)?.header.id : undefined),
  };
}

function itemOf(
  mapRunArn: string,
  { header, executionArn, stateMachineArn, isPendingRedrive }: ListedChild,
): ExecutionListItem {
  const { name, status, startedAt, stoppedAt, itemCount } = header;
  return {
    executionArn,
    stateMachineArn,
    name,
    status: isPendingRedrive ? 'PENDING_REDRIVE' : status,
    startDate: startedAt / 1000,
    ...(stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1000 }),
    mapRunArn,
    ...(itemCount === undefined ? {} : { itemCount }),
    ...redrivesOf(header),
  };
}
