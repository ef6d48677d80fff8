import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { pageSize } from '../page-token.ts';
import { checkExecution } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export const listMapRuns: Operation<'ListMapRuns'> = async (
  { executionArn, maxResults, nextToken },
  call,
) => {
  checkExecution(executionArn, call);
  const { engine, pages, scope, now } = call;
  const page = { operation: 'ListMapRuns', scope, now, parameters: [executionArn] };
  const { after = Number.POSITIVE_INFINITY } = pages.position(page, nextToken);
  const all = await engine.mapRuns(executionArn);
  if (all === undefined) throw new ServiceError('ExecutionDoesNotExist', executionArn);
  const rest = all.filter(({ id }) => id < after);
  const shown = rest.slice(0, pageSize(maxResults));
  const mapRuns = shown.map(({ mapRunArn, stateMachineArn, startedAt, stoppedAt }) => ({
    executionArn,
    mapRunArn,
    stateMachineArn,
    startDate: startedAt / 1000,
    ...(stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1000 }),
  }));
  return { mapRuns, ...pages.next(page, rest.length > shown.length ? shown.at(-1)?.id : undefined) };
};
