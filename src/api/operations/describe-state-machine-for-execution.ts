import { present } from '../../base/assert.ts';
import { ServiceError } from '../../base/service-error.ts';
import { referencesOf } from '../definition.ts';
import type { Operation } from '../operation.ts';
import { arnOf, checkDescribable } from '../resource.ts';
import { partOf } from './describe-state-machine.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export const describeStateMachineForExecution: Operation<'DescribeStateMachineForExecution'> = async (
  input,
  call,
) => {
  const { executionArn, includedData } = input;
  checkDescribable(executionArn, call);
  const description = await call.engine.describe(executionArn);
  if (description === undefined) throw new ServiceError('ExecutionDoesNotExist', executionArn);
  const { machine, revision: number } = description.header;
  const revision = present(
    await call.catalog.machines.revision(machine, number),
    `revision ${number} of ${machine}`,
  );
  const { stateMachineArn, mapRunArn, label } = description;
  const definition = await partOf(revision.definition, label);
  return {
    stateMachineArn,
    name: arnOf(stateMachineArn, 'stateMachine').name,
    definition: includedData === 'METADATA_ONLY' ? '{}' : (definition ?? '{}'),
    roleArn: revision.roleArn,
    updateDate: revision.createdAt / 1000,
    loggingConfiguration: revision.loggingConfiguration,
    tracingConfiguration: revision.tracingConfiguration,
    encryptionConfiguration: revision.encryptionConfiguration,
    ...(includedData === 'METADATA_ONLY' ? {} : await referencesOf(revision.definition, call.engine)),
    ...(mapRunArn === undefined ? {} : { mapRunArn }),
    ...(label === undefined ? {} : { label }),
    ...(revision.revisionId === undefined ? {} : { revisionId: revision.revisionId }),
  };
};
