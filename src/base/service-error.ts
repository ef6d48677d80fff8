/**
 * Every error the API can answer with, and the message it carries.
 * The texts were recorded on AWS (spec/api.md §3); those AWS does not publish say what to do.
 */
const MESSAGES = {
  ActivityAlreadyExists: (arn: string) => `Activity Already Exists: '${arn}'`,
  ActivityDoesNotExist: (arn: string) => `Activity Does Not Exist: '${arn}'`,
  ActivityLimitExceeded: () => 'The maximum number of activities has been reached.',
  ActivityWorkerLimitExceeded: () =>
    'The maximum number of workers concurrently polling for activity tasks has been reached.',
  ConflictException: (reason: string) => reason,
  ExecutionAlreadyExists: (arn: string) => `Execution Already Exists: '${arn}'`,
  ExecutionDoesNotExist: (arn: string) => `Execution Does Not Exist: '${arn}'`,
  ExecutionLimitExceeded: () => 'The maximum number of running executions has been reached.',
  ExecutionNotRedrivable: (reason: string) => reason,
  InvalidArn: (reason: string) => `Invalid Arn: '${reason}'`,
  InvalidDefinition: (reason: string) => `Invalid State Machine Definition: '${reason}'`,
  InvalidEncryptionConfiguration: (reason: string) => `Invalid Encryption Configuration: ${reason}`,
  InvalidExecutionInput: (reason: string) => `Invalid State Machine Execution Input: '${reason}'`,
  InvalidLoggingConfiguration: (reason: string) => `Invalid Logging Configuration: ${reason}`,
  InvalidName: (name: string) => `Invalid Name: '${name}'`,
  InvalidOutput: (reason: string) => `Invalid Output: '${reason}'`,
  InvalidToken: () => "Invalid Token: 'Invalid token'",
  InvalidTracingConfiguration: (reason: string) => `Invalid Tracing Configuration: ${reason}`,
  KmsAccessDeniedException: (reason: string) => reason,
  KmsInvalidStateException: (reason: string) => reason,
  KmsThrottlingException: (reason: string) => reason,
  MissingRequiredParameter: () =>
    'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
  ResourceNotFound: (reason: string) => reason,
  SerializationException: (reason: string) => reason,
  ServiceQuotaExceededException: (reason: string) => reason,
  StateMachineAlreadyExists: (arn: string) => `State Machine Already Exists: '${arn}'`,
  StateMachineDeleting: (arn: string) => `State Machine is being deleted: '${arn}'`,
  StateMachineDoesNotExist: (arn: string) => `State Machine Does Not Exist: '${arn}'`,
  StateMachineLimitExceeded: () => 'The maximum number of state machines has been reached.',
  StateMachineTypeNotSupported: () => 'This operation is not supported by this type of state machine',
  TaskDoesNotExist: () => 'Task does not exist',
  TaskTimedOut: () => "Task Timed Out: 'Provided task does not exist anymore'",
  ThrottlingException: () => 'Rate exceeded',
  TooManyTags: (arn: string) => `Too many tags on '${arn}'`,
  UnknownOperationException: (reason: string) => reason,
  ValidationException: (problems: string, _reason?: ValidationReason) => problems,
} as const;

/** Why a request is not valid, for programs (service model, ValidationExceptionReason). */
export type ValidationReason =
  | 'API_DOES_NOT_SUPPORT_LABELED_ARNS'
  | 'MISSING_REQUIRED_PARAMETER'
  | 'CANNOT_UPDATE_COMPLETED_MAP_RUN'
  | 'INVALID_ROUTING_CONFIGURATION';

export type ServiceErrorCode = keyof typeof MESSAGES;

/** A refusal the caller of the API can read. Caught only in `api/`: `protocol.ts` puts it on the wire, `in-process.ts` hands it to a task. */
export class ServiceError<Code extends ServiceErrorCode = ServiceErrorCode> extends Error {
  override readonly name = 'ServiceError';
  readonly code: Code;
  /** Only of a ValidationException, and only where AWS gives one. */
  readonly reason: ValidationReason | undefined;

  constructor(code: Code, ...details: Parameters<(typeof MESSAGES)[Code]>) {
    // The table pairs each code with its own parameter list; TypeScript cannot follow that through an index.
    super((MESSAGES[code] as (...details: unknown[]) => string)(...details));
    this.code = code;
    // The second detail of ValidationException, by the table above.
    this.reason = code === 'ValidationException' ? (details[1] as ValidationReason | undefined) : undefined;
  }
}
