/** Lambda's error codes that this API answers with: their status, and how their body spells the message. */
const CODES = {
  AccessDeniedException: { status: 403, messageKey: 'Message' },
  InvalidParameterValueException: { status: 400, messageKey: 'message' },
  InvalidRequestContentException: { status: 400, messageKey: 'message' },
  PreconditionFailedException: { status: 412, messageKey: 'message' },
  RequestTooLargeException: { status: 413, messageKey: 'message' },
  ResourceConflictException: { status: 409, messageKey: 'message' },
  ResourceNotFoundException: { status: 404, messageKey: 'Message' },
  SerializationException: { status: 400, messageKey: 'message' },
  ServiceException: { status: 500, messageKey: 'Message' },
  TooManyRequestsException: { status: 429, messageKey: 'message' },
  UnknownOperationException: { status: 404, messageKey: 'message' },
  ValidationException: { status: 400, messageKey: 'message' },
} as const;

export type RefusalCode = keyof typeof CODES;

/** Lambda's API refuses the caller. Caught only in `api.ts`, which puts it on the wire. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return CODES[this.code].status;
  }

  get body(): string {
    const { status, messageKey } = CODES[this.code];
    return JSON.stringify({ Type: status < 500 ? 'User' : 'Service', [messageKey]: this.message });
  }
}
