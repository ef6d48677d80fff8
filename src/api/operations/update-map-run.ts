import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { checkMapRun, noSuchMapRun } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html */
export const updateMapRun: Operation<'UpdateMapRun'> = async (input, call) => {
  const { mapRunArn, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = input;
  checkMapRun(mapRunArn, call);
  const isChanged = await call.engine.changeMapRun(mapRunArn, {
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage }),
  });
  if (isChanged === undefined) throw noSuchMapRun(mapRunArn);
  if (isChanged) return {};
  throw new ServiceError(
    'ValidationException',
    'The Map Run has ended and cannot be updated.',
    'CANNOT_UPDATE_COMPLETED_MAP_RUN',
  );
};
