/**
 * What a client sends is not what it has announced or signed, which is found out while it arrives. Rises through
 * whoever reads the body; what was read is worth nothing.
 */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  /** In S3's words. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
