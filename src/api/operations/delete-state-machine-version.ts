import type { Operation } from '../operation.ts';
import { versionAt } from '../qualified.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html */
export const deleteStateMachineVersion: Operation<'DeleteStateMachineVersion'> = async (input, call) => {
  const { machine, number } = await versionAt(input.stateMachineVersionArn, call);
  // Deleting what does not exist succeeds, on AWS too. Executions of the version go on.
  if (machine !== undefined) await call.catalog.versions.delete(machine, number);
  return {};
};
