import { present } from '../../base/assert.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { qualifiedAt } from '../qualified.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine: Operation<'DescribeStateMachine'> = async (input, call) => {
  const { stateMachineArn, includedData } = input;
  const { machine, version, alias } = await qualifiedAt(stateMachineArn, call);
  if (alias !== undefined) throw new ServiceError('StateMachineDoesNotExist', stateMachineArn);
  const { id, name, type, current, isDeleting } = machine;
  const revision =
    version === undefined
      ? current
      : present(await call.catalog.machines.revision(id, version.revision), `revision of ${stateMachineArn}`);
  return {
    stateMachineArn,
    name,
    status: isDeleting ? 'DELETING' : 'ACTIVE',
    definition: includedData === 'METADATA_ONLY' ? '{}' : revision.definition,
    roleArn: revision.roleArn,
    type,
    creationDate: (version ?? machine).createdAt / 1000,
    loggingConfiguration: revision.loggingConfiguration,
    tracingConfiguration: revision.tracingConfiguration,
    encryptionConfiguration: revision.encryptionConfiguration,
    ...(revision.revisionId === undefined ? {} : { revisionId: revision.revisionId }),
    ...(version?.description === undefined ? {} : { description: version.description }),
    ...(includedData === 'METADATA_ONLY' ? {} : await referencesOf(revision.definition)),
  };
};

/** AWS tells them only when there are any (recorded). The languages are loaded when they are first asked for. */
export async function referencesOf(definition: string) {
  const { variableReferences } = await import('../../asl/variable-references.ts');
  const references = variableReferences(definition);
  return Object.keys(references).length === 0 ? {} : { variableReferences: references };
}
