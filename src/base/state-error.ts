/**
 * A failure the workflow's author can see, retry and catch.
 *
 * Thrown by the interpreter, the query languages and the integrations; `decide()` alone turns it into a
 * retry, a catch transition or a failed execution. It is an outcome, not a bug: never log it as one.
 */
export class StateError extends Error {
  override readonly name = 'StateError';
  /** `States.*`, or any name a Fail state or an integration chose. Matched by `ErrorEquals`. */
  readonly error: string;
  /** The field whose expression failed, e.g. `Output/result`: history's `EvaluationFailed` shows it. */
  readonly location: string | undefined;

  constructor(error: string, cause: string, location?: string) {
    super(cause);
    this.error = error;
    this.location = location;
  }
}
