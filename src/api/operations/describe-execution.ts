import { ServiceError } from '../../base/service-error.ts';
import type { ExecutionDescription } from '../../engine/engine.ts';
import type { DescribeExecutionOutput } from '../model/describe-execution.ts';
import type { Operation } from '../operation.ts';
import { qualifiedArnsOf } from '../qualified.ts';
import { redrivesOf } from '../redrives.ts';
import { checkDescribable } from '../resource.ts';

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
    status: description.isPendingRedrive === true ? 'PENDING_REDRIVE' : header.status,
    startDate: header.startedAt / 1000,
    ...(header.stoppedAt === undefined ? {} : { stopDate: header.stoppedAt / 1000 }),
    ...(description.traceHeader === undefined ? {} : { traceHeader: description.traceHeader }),
    ...(description.mapRunArn === undefined ? {} : { mapRunArn: description.mapRunArn }),
    ...qualifiedArnsOf(stateMachineArn, header),
    ...dataOf(description, input.includedData !== 'METADATA_ONLY'),
    ...redrivesOf(header),
    ...redriveStatusOf(description),
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

function redriveStatusOf({
  redriveProblem,
  mapRunArn,
}: ExecutionDescription): Partial<DescribeExecutionOutput> {
  if (redriveProblem === undefined) {
    return { redriveStatus: mapRunArn === undefined ? 'REDRIVABLE' : 'REDRIVABLE_BY_MAP_RUN' };
  }
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: redriveProblem };
}
