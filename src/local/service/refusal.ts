import { Unavailable } from '../../base/unavailable.ts';

/**
 * A local service refuses the caller, with the code that AWS's service has for it.
 *
 * Thrown by operations; caught only where a service puts answers on the wire.
 */
export class ServiceRefusal extends Error {
  override readonly name = 'ServiceRefusal';
  readonly code: string;
  /** HTTP status: 400 unless AWS's service answers otherwise. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What the caller is told about an error; one that is a defect of ours is thrown on. */
export function refusalOf(error: unknown): ServiceRefusal {
  if (error instanceof ServiceRefusal) return error;
  if (error instanceof Unavailable) return new ServiceRefusal('ServiceUnavailable', error.message, 503);
  throw error;
}

/** The operation exists on AWS, or may, and is not here: said by its name, never passed over. */
export function notImplemented(service: string, operation: string): ServiceRefusal {
  return new ServiceRefusal('NotImplemented', `The local ${service} does not have ${operation}.`, 501);
}
