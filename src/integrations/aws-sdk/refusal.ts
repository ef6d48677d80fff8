import { StateError } from '../../base/state-error.ts';

/** How a service has refused a call. */
export interface Refusal {
  /** As the service names it: `ExecutionAlreadyExists`, `ValidationException`. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Whether the service's model names the error: only then does the SDK have a class for it. */
  readonly isModelled: boolean;
  /** That class, where it is not named for the code. */
  readonly exception?: string | undefined;
}

/** By what a service knows a request. */
interface RequestIds {
  readonly requestId: string;
  /** S3 has two. */
  readonly extendedRequestId?: string | undefined;
}

/**
 * A refused call of an AWS SDK integration, as recorded on AWS: `Sfn.InvalidTokenException`, or the service's own name
 * for what its SDK has no class for, `Sfn.SfnException`.
 *
 * @param service As the SDK for Java 2 names it: `Sfn`, `DynamoDb`, `S3`.
 */
export function sdkError(
  service: string,
  refusal: Refusal,
  { requestId, extendedRequestId }: RequestIds,
): StateError {
  const { message, status, isModelled } = refusal;
  const error = `${service}.${isModelled ? exceptionOf(refusal) : `${service}Exception`}`;
  const details = `Service: ${service}, Status Code: ${status}, Request ID: ${requestId}`;
  const more =
    extendedRequestId === undefined
      ? ') (SDK Attempt Count: 1)'
      : `, Extended Request ID: ${extendedRequestId})`;
  return new StateError(error, `${message} (${details}${more}`);
}

/** The names of an optimized integration's service: in its errors, and those of the SDK for Java 1 in their causes. */
export interface OptimizedService {
  /** `StepFunctions`. */
  readonly prefix: string;
  /** `AWSStepFunctions`. */
  readonly sdkName: string;
}

/** A refused call of an optimized integration, which uses the SDK for Java 1. */
export function optimizedError(
  { prefix, sdkName }: OptimizedService,
  refusal: Refusal,
  requestId: string,
): StateError {
  const { code, message, status, isModelled } = refusal;
  const error = `${prefix}.${isModelled ? exceptionOf(refusal) : `${sdkName}Exception`}`;
  const details = `Service: ${sdkName}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new StateError(error, `${message} (${details})`);
}

/** A call got no answer that can be read. @param prefix As in the names of the service's other errors. */
export function sdkClientError(prefix: string, message: string): StateError {
  return new StateError(`${prefix}.SdkClientException`, message);
}

/** Both SDKs name their classes so, whatever the service does. */
function exceptionOf({ code, exception = code }: Refusal): string {
  return exception.endsWith('Exception') ? exception : `${exception}Exception`;
}
