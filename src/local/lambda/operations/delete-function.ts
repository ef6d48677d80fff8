import { functionArn } from '../../../base/arn.ts';
import { functionNotFound } from '../functions.ts';
import { type Operation, readName } from '../operation.ts';

/** Calls under way are finished. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const deleteFunction: Operation = async ({ functionName, request }, { functions, host }) => {
  const named = readName(functionName, request);
  const qualifier = request.query.get('Qualifier') ?? named.qualifier;
  if (qualifier !== undefined) throw functionNotFound(functionArn(named, `${named.name}:${qualifier}`));
  await host.forget(named, await functions.remove(named, named.name));
  return { status: 204, headers: {}, body: '' };
};
