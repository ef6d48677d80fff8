import { ServiceError } from '../../base/service-error.ts';
import type { Instant } from '../../base/time.ts';
import type { ExecutionDescription, ExecutionHeader } from '../../engine/engine.ts';
import type { DescribeExecutionOutput } from '../model/describe-execution.ts';
import type { Operation } from '../operation.ts';
import { qualifiedArnsOf } from '../qualified.ts';
import { checkDescribable } from '../resource.ts';

/** How long after its end an execution can be redriven (Developer Guide, "Redriving executions"). */
const REDRIVE_DAYS = 14;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Operation<'DescribeExecution'> = async (input, call) => {
  checkDescribable(input.executionArn, call);
  const description = await call.engine.describe(input.executionArn);
  if (description === undefined) throw new ServiceError('ExecutionDoesNotExist', input.executionArn);
  const { header, executionArn, stateMachineArn } = description;
  return {
    executionArn,
    stateMachineArn,
    name: header.name,
    status: header.status,
    startDate: header.startedAt / 1000,
    ...(header.stoppedAt === undefined ? {} : { stopDate: header.stoppedAt / 1000 }),
    ...(description.traceHeader === undefined ? {} : { traceHeader: description.traceHeader }),
    ...(description.mapRunArn === undefined ? {} : { mapRunArn: description.mapRunArn }),
    ...qualifiedArnsOf(stateMachineArn, header),
    ...dataOf(description, input.includedData !== 'METADATA_ONLY'),
    redriveCount: 0,
    ...redriveStatusOf(header, call.now),
  };
};

function dataOf(
  { input, output, error, cause }: ExecutionDescription,
  included: boolean,
): Partial<DescribeExecutionOutput> {
  if (!included)
    return { inputDetails: { included }, ...(output === undefined ? {} : { outputDetails: { included } }) };
  return {
    input: input.text,
    inputDetails: { included },
    ...(output === undefined ? {} : { output: output.text, outputDetails: { included } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function redriveStatusOf(
  { status, stoppedAt }: ExecutionHeader,
  now: Instant,
): Partial<DescribeExecutionOutput> {
  if (status === 'RUNNING' || status === 'SUCCEEDED') {
    return {
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: `Execution is ${status} and cannot be redriven`,
    };
  }
  if (stoppedAt !== undefined && now - stoppedAt > REDRIVE_DAYS * 86_400_000) {
    const redriveStatusReason = `Execution has ended more than ${REDRIVE_DAYS} days ago and cannot be redriven`;
    return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason };
  }
  return { redriveStatus: 'REDRIVABLE' };
}
