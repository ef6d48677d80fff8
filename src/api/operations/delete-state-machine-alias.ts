import type { Operation } from '../operation.ts';
import { aliasAt } from '../qualified.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html */
export const deleteStateMachineAlias: Operation<'DeleteStateMachineAlias'> = async (input, call) => {
  const { machine, name } = await aliasAt(input.stateMachineAliasArn, call);
  // Deleting what does not exist succeeds, on AWS too.
  if (machine !== undefined) await call.catalog.aliases.delete(machine, name);
  return {};
};
