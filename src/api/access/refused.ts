/**
 * The server cannot be opened to callers in the way that is asked for; the message says what to do. Caught only by the
 * command line, as the store's refusal.
 */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
  /** `usage`: options that do not go together; `unusable`: a file; `locked`: by another process. */
  readonly reason: 'usage' | 'unusable' | 'locked';

  constructor(reason: AccessRefused['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
