import type { ExecutionHeader } from '../engine/engine.ts';

/** How often an execution was redriven, and when last, as DescribeExecution and ListExecutions show it. */
export function redrivesOf({ redriveCount = 0, redrivenAt }: ExecutionHeader): {
  readonly redriveCount: number;
  readonly redriveDate?: number;
} {
  return redrivenAt === undefined ? { redriveCount } : { redriveCount, redriveDate: redrivenAt / 1000 };
}
