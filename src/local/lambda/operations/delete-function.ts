import type { FunctionName } from '../../../base/function-name.ts';
import { member } from '../../../base/json.ts';
import type { FunctionDefinition } from '../definition.ts';
import { functionNotFound } from '../functions.ts';
import { qualifiedArn, readQualified } from '../named-function.ts';
import type { LambdaServices, Operation } from '../operation.ts';
import { Refusal } from '../refusal.ts';

/**
 * The function with all its versions, or one version. Calls under way are finished.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 */
export const deleteFunction: Operation = async ({ functionName, request }, services) => {
  const { functions, host } = services;
  const named = readQualified(functionName, request);
  if (named.qualifier !== undefined) await deleteVersion(named, named.qualifier, services);
  else {
    const deployed = await functions.remove(named, named.name);
    const versions = deployed.definition.versions ?? [];
    await host.forget(named, [deployed, ...versions.map((version) => functions.deployed(version))]);
  }
  return { status: 204, headers: {}, body: '' };
};

async function deleteVersion(
  named: FunctionName,
  qualifier: string,
  { functions, host }: LambdaServices,
): Promise<void> {
  if (qualifier === '$LATEST') {
    throw new Refusal(
      'InvalidParameterValueException',
      '$LATEST version cannot be deleted without deleting the function.',
    );
  }
  const deleted: FunctionDefinition[] = [];
  await functions.update(named, named.name, (current) => {
    const { versions = [], aliases = [] } = current;
    const found = versions.filter(({ version }) => version === qualifier);
    if (found.length === 0) throw functionNotFound(qualifiedArn(named));
    const holding = aliases.filter(
      ({ version, weights }) => version === qualifier || member(weights, qualifier) !== undefined,
    );
    if (holding.length > 0) {
      throw new Refusal(
        'ResourceConflictException',
        `Version ${qualifier} is in use by aliases: ${holding.map(({ name }) => name).join(', ')}. Change or delete them first.`,
      );
    }
    deleted.splice(0, deleted.length, ...found);
    return { ...current, versions: versions.filter(({ version }) => version !== qualifier) };
  });
  await host.forget(
    named,
    deleted.map((version) => functions.deployed(version)),
  );
}
