import { distributedOf, mapRunArnOf } from '../interpreter/map-run.ts';
import type { ExecutionDescription } from './engine.ts';
import type { HotExecution } from './hot-execution.ts';

/** @param redriveProblem Why it cannot be redriven; undefined when it can. */
export function descriptionOf(
  { header, execution }: HotExecution,
  redriveProblem: string | undefined,
): ExecutionDescription {
  const { output, failure, identity, origin, membership } = execution;
  return {
    header,
    executionArn: identity.executionArn,
    stateMachineArn: identity.stateMachineArn,
    input: execution.input,
    ...(redriveProblem === undefined ? {} : { redriveProblem }),
    ...(origin?.traceHeader === undefined ? {} : { traceHeader: origin.traceHeader }),
    ...(membership === undefined
      ? {}
      : {
          mapRunArn: mapRunArnOf(execution, { state: membership.map, uuid: membership.mapRun }),
          label: distributedOf(execution.program, membership.map).label,
        }),
    ...(output === undefined ? {} : { output }),
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  };
}
