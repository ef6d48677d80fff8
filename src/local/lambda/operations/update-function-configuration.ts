import { configurationOf } from '../definition.ts';
import { answer, checkRevision, type Operation, readBody, readName } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration: Operation = async ({ functionName, request }, services) => {
  const { functions, entropy, now } = services;
  const named = readName(functionName, request);
  const { RevisionId: wanted, ...body } = readBody(request);
  if ('Tags' in body || 'Architectures' in body || 'PackageType' in body) {
    throw new Refusal(
      'InvalidParameterValueException',
      'Tags, Architectures and PackageType are no settings of UpdateFunctionConfiguration.',
    );
  }
  const settings = readSettings(body);
  const definition = await functions.update(named, named.name, (current) => {
    checkRevision({ wanted, current: current.revisionId });
    return { ...current, ...settings, revisionId: entropy.uuid(), lastModified: now() };
  });
  return answer(200, configurationOf(definition, named));
};
