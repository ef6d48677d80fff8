import { variableReferences } from '../../asl/variable-references.ts';
import type { Operation } from '../operation.ts';
import { machineAt } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine: Operation<'DescribeStateMachine'> = async (input, call) => {
  const { stateMachineArn, includedData } = input;
  const { name, type, createdAt, current } = await machineAt(stateMachineArn, call);
  return {
    stateMachineArn,
    name,
    status: 'ACTIVE',
    definition: includedData === 'METADATA_ONLY' ? '{}' : current.definition,
    roleArn: current.roleArn,
    type,
    creationDate: createdAt / 1000,
    loggingConfiguration: current.loggingConfiguration,
    tracingConfiguration: current.tracingConfiguration,
    encryptionConfiguration: current.encryptionConfiguration,
    ...(includedData === 'METADATA_ONLY' ? {} : referencesOf(current.definition)),
    ...(current.revisionId === undefined ? {} : { revisionId: current.revisionId }),
  };
};

/** AWS tells them only when there are any (recorded). */
export function referencesOf(definition: string) {
  const references = variableReferences(definition);
  return Object.keys(references).length === 0 ? {} : { variableReferences: references };
}
