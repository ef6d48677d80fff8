import { present } from '../../base/assert.ts';
import { ServiceError } from '../../base/service-error.ts';
import { referencesOf } from '../definition.ts';
import type { Call, Operation } from '../operation.ts';
import { type Qualified, qualifiedAt } from '../qualified.ts';
import { arnOf, isOwn } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine: Operation<'DescribeStateMachine'> = async (input, call) => {
  const { stateMachineArn, includedData } = input;
  const { machine, version, alias, label } = await labelledAt(stateMachineArn, call);
  if (alias !== undefined) throw new ServiceError('StateMachineDoesNotExist', stateMachineArn);
  const { id, name, type, current, isDeleting } = machine;
  const revision =
    version === undefined
      ? current
      : present(await call.catalog.machines.revision(id, version.revision), `revision of ${stateMachineArn}`);
  const definition = await partOf(revision.definition, label);
  if (definition === undefined) throw new ServiceError('StateMachineDoesNotExist', stateMachineArn);
  return {
    stateMachineArn,
    name,
    status: isDeleting ? 'DELETING' : 'ACTIVE',
    definition: includedData === 'METADATA_ONLY' ? '{}' : definition,
    roleArn: revision.roleArn,
    type,
    creationDate: (version ?? machine).createdAt / 1000,
    loggingConfiguration: revision.loggingConfiguration,
    tracingConfiguration: revision.tracingConfiguration,
    encryptionConfiguration: revision.encryptionConfiguration,
    ...(label === undefined ? {} : { label }),
    ...(revision.revisionId === undefined ? {} : { revisionId: revision.revisionId }),
    ...(version?.description === undefined ? {} : { description: version.description }),
    ...(includedData === 'METADATA_ONLY' ? {} : await referencesOf(revision.definition, call.engine)),
  };
};

/** A machine's ARN may have the label of one of its distributed Maps. */
async function labelledAt(arn: string, call: Call): Promise<Qualified & { readonly label?: string }> {
  const { label, ...place } = arnOf(arn, 'stateMachine');
  if (label === undefined) return await qualifiedAt(arn, call);
  const machine = isOwn(place, call.scope)
    ? await call.catalog.machines.find(call.scope, place.name)
    : undefined;
  if (machine === undefined || place.qualifier !== undefined)
    throw new ServiceError('StateMachineDoesNotExist', arn);
  return { machine, label };
}

/** The whole definition, or the processor of the Map that has the label; undefined when none has. */
export async function partOf(definition: string, label: string | undefined): Promise<string | undefined> {
  if (label === undefined) return definition;
  const { labelledPart } = await import('../../asl/labelled.ts');
  return labelledPart(definition, label);
}
