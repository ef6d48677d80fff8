import { StateError } from '../../base/state-error.ts';

/** How a service has refused a call. */
export interface Refusal {
  /** As the service names it: `ExecutionAlreadyExists`, `ValidationException`. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Whether the service's model names the error: only then does the SDK have a class for it. */
  readonly isModelled: boolean;
}

/**
 * A refused call of an AWS SDK integration, as recorded on AWS: `Sfn.InvalidTokenException`, or the service's own name
 * for what its SDK has no class for, `Sfn.SfnException`.
 *
 * @param service As the SDK for Java 2 names it: `Sfn`, `DynamoDb`, `S3`.
 */
export function sdkError(
  service: string,
  { code, message, status, isModelled }: Refusal,
  requestId: string,
): StateError {
  const error = `${service}.${isModelled ? exceptionName(code) : `${service}Exception`}`;
  const details = `Service: ${service}, Status Code: ${status}, Request ID: ${requestId}`;
  return new StateError(error, `${message} (${details}) (SDK Attempt Count: 1)`);
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
  { code, message, status, isModelled }: Refusal,
  requestId: string,
): StateError {
  const error = `${prefix}.${isModelled ? exceptionName(code) : `${sdkName}Exception`}`;
  const details = `Service: ${sdkName}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new StateError(error, `${message} (${details})`);
}

/** Both SDKs name their classes so, whatever the service does. */
function exceptionName(code: string): string {
  return code.endsWith('Exception') ? code : `${code}Exception`;
}
