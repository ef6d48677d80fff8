/**
 * Every error the API can answer with, and the message it carries.
 * The texts were recorded on AWS (spec/api.md §3); those AWS does not publish say what to do.
 */
const MESSAGES = {
  ActivityDoesNotExist: (arn: string) => `Activity Does Not Exist: '${arn}'`,
  ActivityWorkerLimitExceeded: () =>
    'The maximum number of workers concurrently polling for activity tasks has been reached.',
  ConflictException: (reason: string) => reason,
  ExecutionAlreadyExists: (arn: string) => `Execution Already Exists: '${arn}'`,
  ExecutionDoesNotExist: (arn: string) => `Execution Does Not Exist: '${arn}'`,
  InvalidArn: (reason: string) => `Invalid Arn: '${reason}'`,
  InvalidDefinition: (reason: string) => `Invalid State Machine Definition: '${reason}'`,
  InvalidExecutionInput: (reason: string) => `Invalid State Machine Execution Input: '${reason}'`,
  InvalidLoggingConfiguration: (reason: string) => `Invalid Logging Configuration: ${reason}`,
  InvalidName: (name: string) => `Invalid Name: '${name}'`,
  InvalidOutput: (reason: string) => `Invalid Output: '${reason}'`,
  InvalidToken: () => "Invalid Token: 'Invalid token'",
  MissingRequiredParameter: () =>
    'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
  ResourceNotFound: (reason: string) => reason,
  StateMachineAlreadyExists: (arn: string) => `State Machine Already Exists: '${arn}'`,
  StateMachineDeleting: (arn: string) => `State Machine is being deleted: '${arn}'`,
  StateMachineDoesNotExist: (arn: string) => `State Machine Does Not Exist: '${arn}'`,
  StateMachineTypeNotSupported: () => 'This operation is not supported by this type of state machine',
  TaskDoesNotExist: () => 'Task does not exist',
  TaskTimedOut: () => "Task Timed Out: 'Provided task does not exist anymore'",
  ThrottlingException: () => 'Rate exceeded',
  ValidationException: (problems: string) => problems,
} as const;

export type ServiceErrorCode = keyof typeof MESSAGES;

/** A refusal the caller of the API can read. Caught only in `api/protocol.ts`, which puts it on the wire. */
export class ServiceError<Code extends ServiceErrorCode = ServiceErrorCode> extends Error {
  override readonly name = 'ServiceError';
  readonly code: Code;

  constructor(code: Code, ...details: Parameters<(typeof MESSAGES)[Code]>) {
    // The table pairs each code with its own parameter list; TypeScript cannot follow that through an index.
    super((MESSAGES[code] as (...details: unknown[]) => string)(...details));
    this.code = code;
  }
}
