/** The store cannot be opened as things stand; the message says what to do. Repeating the call does not help. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly reason: 'locked' | 'newer' | 'older' | 'missing' | 'unwritable' | 'unsafe';

  constructor(reason: StoreRefused['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
