import type { Operation } from '../operation.ts';
import { qualifiedArn } from '../qualified.ts';
import { arnOf, machineAt, refuseLabel } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export const publishStateMachineVersion: Operation<'PublishStateMachineVersion'> = async (input, call) => {
  const { stateMachineArn, revisionId, description } = input;
  refuseLabel(arnOf(stateMachineArn, 'stateMachine'));
  const machine = await machineAt(stateMachineArn, call);
  const { number, createdAt } = await call.catalog.machines.publish(machine, {
    ...(revisionId === undefined ? {} : { revisionId }),
    ...(description === undefined ? {} : { description }),
  });
  return { creationDate: createdAt / 1000, stateMachineVersionArn: qualifiedArn(machine, number) };
};
