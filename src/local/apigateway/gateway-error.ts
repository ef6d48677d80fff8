/** What API Gateway itself answers to the caller of an API, in place of the API. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: number;
  /** `x-amzn-ErrorType`. */
  readonly code: string;
  /** Why, for the log only: callers of an API learn nothing of how it is made. */
  readonly reason: string | undefined;

  constructor(status: number, code: string, message: string, reason?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

export function missingToken(): GatewayError {
  return new GatewayError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
}

export function forbidden(): GatewayError {
  return new GatewayError(403, 'ForbiddenException', 'Forbidden');
}

export function unsupportedMedia(): GatewayError {
  return new GatewayError(
    ...([415, 'UnsupportedMediaTypeException', 'Unsupported Media Type'] as const),
    'Unsupported Media Type: no mapping template for it, and it is not passed through',
  );
}

/** The API is set up in a way that cannot work. */
export function misconfigured(reason: string, status: 500 | 502 = 500): GatewayError {
  const why = `Execution failed due to configuration error: ${reason}`;
  return new GatewayError(status, 'InternalServerErrorException', 'Internal server error', why);
}

export function timedOut(): GatewayError {
  const why = 'Execution failed due to a timeout error';
  return new GatewayError(504, 'InternalServerErrorException', 'Endpoint request timed out', why);
}
