import { answer, type Operation } from '../operation.ts';
import { withVersions } from '../qualifier.ts';
import { CONCURRENCY } from './concurrency.ts';

/** With Lambda's own limits. https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const getAccountSettings: Operation = async ({ request }, { functions }) => {
  const all = (await functions.list(request.scope)).map(({ definition }) => definition);
  const reserved = all.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  const codeSize = all.flatMap(withVersions).reduce((sum, { codeSize: bytes }) => sum + bytes, 0);
  return answer(200, {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: CONCURRENCY,
      UnreservedConcurrentExecutions: CONCURRENCY - reserved,
    },
    AccountUsage: { TotalCodeSize: codeSize, FunctionCount: all.length },
  });
};
