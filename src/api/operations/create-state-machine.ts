import { stateMachineArn } from '../../base/arn.ts';
import { checkDefinition } from '../definition.ts';
import {
  checkLogGroup,
  checkRole,
  encryptionOf,
  loggingOf,
  publicationOf,
  tracingOf,
} from '../machine-settings.ts';
import { checkName } from '../name.ts';
import type { Operation } from '../operation.ts';
import { qualifiedArn } from '../qualified.ts';
import { tagsOf } from '../tag.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine: Operation<'CreateStateMachine'> = async (input, call) => {
  const { catalog, scope, engine } = call;
  const { name, definition, roleArn, type = 'STANDARD' } = input;
  checkName(name);
  checkRole(roleArn);
  const publication = publicationOf(input);
  const tags = tagsOf(input.tags);
  const loggingConfiguration = loggingOf(input.loggingConfiguration);
  const encryptionConfiguration = encryptionOf(input.encryptionConfiguration);
  await checkLogGroup(loggingConfiguration, call);
  await checkDefinition({ of: 'machine', definition, type }, engine);

  const machine = await catalog.machines.create(scope, {
    ...{ name, type, definition, roleArn, loggingConfiguration, encryptionConfiguration },
    ...{ tracingConfiguration: tracingOf(input.tracingConfiguration), tags },
    ...(publication === undefined ? {} : { publication }),
  });
  return {
    stateMachineArn: stateMachineArn(scope, name),
    creationDate: machine.createdAt / 1000,
    ...(machine.version === undefined
      ? {}
      : { stateMachineVersionArn: qualifiedArn(machine, machine.version) }),
  };
};
