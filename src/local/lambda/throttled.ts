import { StateError } from '../../base/state-error.ts';

/** All processes are busy and too many calls wait: Lambda's word for it, in the form that histories show. */
export function throttled(requestId: string): StateError {
  return new StateError(
    'Lambda.TooManyRequestsException',
    `Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: ${requestId}; Proxy: null)`,
  );
}

/** The process could not write down that it was called, so it was not: what Lambda says when it is in trouble itself. */
export function notWrittenDown(reason: string): StateError {
  return new StateError(
    'Lambda.ServiceException',
    `The call could not be written down, and was not made: ${reason}`,
  );
}

/** The call's outcome will not be known: its process was stopped because nobody waits, or because the server stops. */
export function givenUp(requestId: string): StateError {
  return new StateError('Lambda.Unknown', `The call ${requestId} was stopped before the function answered.`);
}
