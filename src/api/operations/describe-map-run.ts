import type { MapRunDescription } from '../../engine/engine.ts';
import type { DescribeMapRunOutput } from '../model/describe-map-run.ts';
import type { Operation } from '../operation.ts';
import { checkMapRun, noSuchMapRun } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: Operation<'DescribeMapRun'> = async ({ mapRunArn }, call) => {
  checkMapRun(mapRunArn, call);
  const run = await call.engine.mapRun(mapRunArn);
  if (run === undefined) throw noSuchMapRun(mapRunArn);
  const { limits } = run;
  return {
    mapRunArn: run.mapRunArn,
    executionArn: run.executionArn,
    status: run.status,
    startDate: run.startedAt / 1000,
    ...(run.stoppedAt === undefined ? {} : { stopDate: run.stoppedAt / 1000 }),
    maxConcurrency: limits.maxConcurrency,
    toleratedFailurePercentage: limits.toleratedFailurePercentage ?? 0,
    toleratedFailureCount: limits.toleratedFailureCount ?? 0,
    itemCounts: countsOf(run.items),
    executionCounts: countsOf(run.executions),
  };
};

function countsOf(counts: MapRunDescription['items']): DescribeMapRunOutput['itemCounts'] {
  return { ...counts, failuresNotRedrivable: 0, pendingRedrive: 0 };
}
