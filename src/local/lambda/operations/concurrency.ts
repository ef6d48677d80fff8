import { isNumber, member, toNumber } from '../../../base/json.ts';
import { findFunction } from '../named-function.ts';
import { answer, type Operation, readBody, readName } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { invalid } from '../settings.ts';

/** What Lambda leaves to functions without a reservation. */
const UNRESERVED_MIN = 100;

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const putFunctionConcurrency: Operation = async ({ functionName, request }, { functions }) => {
  const named = readName(functionName, request);
  const value = member(readBody(request), 'ReservedConcurrentExecutions') ?? null;
  const reserved = isNumber(value) ? toNumber(value) : Number.NaN;
  const field = 'reservedConcurrentExecutions';
  if (!Number.isInteger(reserved)) throw invalid(field, value, 'Member must be an integer');
  if (reserved < 0) throw invalid(field, value, 'Member must have value greater than or equal to 0');
  const others = (await functions.list(named)).filter(({ definition }) => definition.name !== named.name);
  const taken = others.reduce((sum, { definition }) => sum + (definition.reservedConcurrency ?? 0), 0);
  if (CONCURRENCY - taken - reserved < UNRESERVED_MIN) {
    throw new Refusal(
      'InvalidParameterValueException',
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MIN}].`,
    );
  }
  await functions.update(named, named.name, (current) => ({ ...current, reservedConcurrency: reserved }));
  return answer(200, { ReservedConcurrentExecutions: reserved });
};

/** Lambda's own limit for an account. */
export const CONCURRENCY = 1000;

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html */
export const getFunctionConcurrency: Operation = async (call, services) => {
  const { reservedConcurrency } = (await findFunction(call, services)).latest.definition;
  return answer(
    200,
    reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency },
  );
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const deleteFunctionConcurrency: Operation = async ({ functionName, request }, { functions }) => {
  const named = readName(functionName, request);
  await functions.update(named, named.name, ({ reservedConcurrency, ...current }) => current);
  return { status: 204, headers: {}, body: '' };
};
