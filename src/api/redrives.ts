import type { ExecutionHeader } from '../engine/engine.ts';

/** How often an execution or a Map Run was redriven, and when last, as the Describe and List operations show it. */
export function redrivesOf({ redriveCount = 0, redrivenAt }: Redriven): {
  readonly redriveCount: number;
  readonly redriveDate?: number;
} {
  return redrivenAt === undefined ? { redriveCount } : { redriveCount, redriveDate: redrivenAt / 1000 };
}

type Redriven = Pick<ExecutionHeader, 'redriveCount' | 'redrivenAt'>;
