import type { Operation } from '../operation.ts';
import { redrivesOf } from '../redrives.ts';
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
    itemCounts: run.items,
    executionCounts: run.executions,
    ...(run.redrivenAt === undefined ? {} : redrivesOf(run)),
  };
};
