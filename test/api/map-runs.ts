import type { ListedChild, MapRunDescription } from '../../src/engine/engine.ts';
import { START, States } from './states.ts';

const PLACE = 'arn:aws:states:us-east-1:123456789012';
export const LABELLED = `${PLACE}:stateMachine:m/L`;

/** The ARN of the n-th Map Run of these tests. */
export function mapRunArn(n: number): string {
  return `${PLACE}:mapRun:m/L:run-${n}`;
}

/** An execution with so many Map Runs, the first of which has three executions. */
export async function withMapRuns(count: number): Promise<{ states: States; executionArn: string }> {
  const states = new States();
  const executionArn = await states.execution();
  for (let n = 1; n <= count; n++) states.engine.mapRunsMade.push(mapRun(executionArn, n));
  for (const id of [3, 2, 1]) states.engine.childrenMade.push(child(id));
  return { states, executionArn };
}

const NONE = { resultsWritten: 0, failuresNotRedrivable: 0, pendingRedrive: 0 };

function mapRun(executionArn: string, id: number): MapRunDescription {
  const counts = { pending: 1, running: 2, succeeded: 3, failed: 4, timedOut: 5, aborted: 6, total: 21 };
  return {
    ...{ id, mapRunArn: mapRunArn(id), executionArn, stateMachineArn: LABELLED, status: 'RUNNING' },
    startedAt: START,
    limits: { maxConcurrency: 7, toleratedFailurePercentage: 2.5 },
    items: { ...counts, ...NONE },
    executions: { ...counts, total: 20, ...NONE },
  };
}

function child(id: number): ListedChild {
  const status = id === 2 ? 'FAILED' : 'RUNNING';
  const stopped = id === 2 ? { stoppedAt: START } : {};
  const redriven = id === 3 ? { redriveCount: 1, redrivenAt: START } : {};
  return {
    header: {
      ...{ id, machine: 1, revision: 1, name: `c${id}`, status, startedAt: START, itemCount: id },
      ...{ ...stopped, ...redriven },
    },
    isPendingRedrive: id === 2,
    executionArn: `${PLACE}:execution:m/L:c${id}`,
    stateMachineArn: LABELLED,
  };
}
