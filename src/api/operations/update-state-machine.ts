import { ServiceError } from '../../base/service-error.ts';
import type { MachineChange } from '../../catalog/catalog.ts';
import { checkDefinition } from '../definition.ts';
import {
  checkLogGroup,
  checkRole,
  encryptionOf,
  loggingOf,
  publicationOf,
  tracingOf,
} from '../machine-settings.ts';
import type { UpdateStateMachineInput } from '../model/update-state-machine.ts';
import type { Operation } from '../operation.ts';
import { qualifiedArn } from '../qualified.ts';
import { arnOf, machineAt, refuseLabel } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export const updateStateMachine: Operation<'UpdateStateMachine'> = async (input, call) => {
  refuseLabel(arnOf(input.stateMachineArn, 'stateMachine'));
  const change = changeOf(input);
  if (Object.keys(change).length === 0) throw new ServiceError('MissingRequiredParameter');
  const publication = publicationOf(input);
  const machine = await machineAt(input.stateMachineArn, call);
  if (change.loggingConfiguration !== undefined) await checkLogGroup(change.loggingConfiguration, call);
  const { definition } = change;
  const { type } = machine;
  if (definition !== undefined) await checkDefinition({ of: 'machine', definition, type }, call.engine);

  const updated = await call.catalog.machines.update(machine, change, publication);
  const { updatedAt, revisionId, version } = updated;
  return {
    updateDate: updatedAt / 1000,
    ...(revisionId === undefined ? {} : { revisionId }),
    ...(version === undefined ? {} : { stateMachineVersionArn: qualifiedArn(machine, version) }),
  };
};

/** What was given, and nothing else: an absent setting stays as it is. */
function changeOf(input: UpdateStateMachineInput): MachineChange {
  const { definition, roleArn, loggingConfiguration: logging, tracingConfiguration: tracing } = input;
  if (roleArn !== undefined) checkRole(roleArn);
  return {
    ...(definition === undefined ? {} : { definition }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(logging === undefined ? {} : { loggingConfiguration: loggingOf(logging) }),
    ...(tracing === undefined ? {} : { tracingConfiguration: tracingOf(tracing) }),
    ...(input.encryptionConfiguration === undefined
      ? {}
      : { encryptionConfiguration: encryptionOf(input.encryptionConfiguration) }),
  };
}
