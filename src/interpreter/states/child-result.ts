import type { DistributedMap } from '../../asl/program.ts';
import { labelledMachineArn } from '../../base/arn.ts';
import { present } from '../../base/assert.ts';
import type { JsonObject } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { formatInstant } from '../../base/time.ts';
import type { Execution } from '../execution.ts';
import { childArn, childName, distributedOf, type MapRun, type RunningChild } from '../map-run.ts';
import type { ChildOutcome } from '../signal.ts';

/** What the Map's result has for an execution of its run: its output, or all that is to be told of it. */
export function resultOf(execution: Execution, run: MapRun, outcome: ChildOutcome): Payload {
  const distributed = distributedOf(execution.program, run.state);
  // Whatever the transformation: an execution that has not succeeded has no output, and is told as it is.
  if (distributed.transformation !== 'NONE' && outcome.end === 'SUCCEEDED') {
    return present(outcome.output, 'output');
  }
  const child = present(run.running.get(outcome.index), 'child');
  return Payload.fromValue(
    recordOf(execution, { distributed, child, name: childName(run, outcome.index) }, outcome),
  );
}

/** As AWS writes an execution without a transformation (spec/asl.md §8.4). */
function recordOf(
  { identity }: Execution,
  told: { readonly distributed: DistributedMap; readonly child: RunningChild; readonly name: string },
  outcome: ChildOutcome,
): JsonObject {
  const { distributed, child, name } = told;
  const { place, stateMachineName } = identity;
  const { end, output, error, cause, fate } = outcome;
  const isRedrivable = end !== 'SUCCEEDED' && distributed.childType === 'STANDARD' && fate !== 'lost';
  return {
    ExecutionArn: childArn(identity, distributed, name),
    Input: child.input.text,
    InputDetails: { Included: true },
    Name: name,
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(output === undefined ? {} : { Output: output.text }),
    OutputDetails: { Included: output !== undefined },
    RedriveCount: distributed.childType === 'STANDARD' ? outcome.redriveCount : 0,
    RedriveStatus: isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(isRedrivable ? {} : { RedriveStatusReason: `Execution is ${end} and cannot be redriven` }),
    StartDate: formatInstant(outcome.startedAt),
    StateMachineArn: labelledMachineArn(place, stateMachineName, distributed.label),
    Status: end,
    StopDate: formatInstant(outcome.stoppedAt),
  };
}
