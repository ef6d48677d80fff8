import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { Unavailable } from '../../base/unavailable.ts';

/** A local service once it is open. */
export interface Opened {
  readonly api: HttpService;
  /** Lets what is under way come to its end. */
  close?(): Promise<void>;
}

export interface OnDemandOptions<Service extends Opened> {
  readonly bodyBytesMax: number;
  /** Loads and opens the service; called again after it has failed. */
  readonly open: () => Promise<Service>;
  readonly streaming?: HttpService['streaming'];
}

/**
 * A local service that is loaded and opened by its first call: a server is ready earlier without it, and many never
 * need it. What could not be opened is tried again by the next call.
 */
export class OnDemand<Service extends Opened> implements HttpService {
  readonly bodyBytesMax: number;
  readonly streaming?: NonNullable<HttpService['streaming']>;
  readonly #open: () => Promise<Service>;
  #service: Promise<Service> | undefined;
  #isClosed = false;

  constructor({ bodyBytesMax, open, streaming }: OnDemandOptions<Service>) {
    this.bodyBytesMax = bodyBytesMax;
    if (streaming !== undefined) this.streaming = streaming;
    this.#open = open;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    let opened: Service;
    try {
      opened = await this.opened();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return unavailable(error.message);
    }
    return await opened.api.handle(request);
  }

  /** @throws Unavailable when it cannot be opened now, or is closed. */
  opened(): Promise<Service> {
    if (this.#isClosed) return Promise.reject(new Unavailable('The service is closed'));
    this.#service ??= this.#open().catch((error: unknown) => {
      this.#service = undefined;
      throw error;
    });
    return this.#service;
  }

  /** What was never opened is not opened for this. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const service = await this.#service?.catch(() => undefined);
    await service?.close?.();
  }
}

/** Every AWS protocol has 503 for it; which one is spoken is known only to the service that is not there. */
function unavailable(message: string): ServiceResponse {
  const code = 'ServiceUnavailable';
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code };
  return { status: 503, headers, body: JSON.stringify({ __type: code, message }) };
}
