import type { ServiceRequest, ServiceResponse } from './http-service.ts';

/** A request without a signature: nobody knows whose it is. */
export type PageRequest = Omit<ServiceRequest, 'scope'>;

/**
 * What a browser or a program may ask for without a signature, under a path of its own. The listener has checked Host,
 * Origin and size, and adds headers that let a page load nothing and run nothing.
 */
export interface PageService {
  /** A larger body is refused with 413 before it is read. */
  readonly bodyBytesMax: number;
  /**
   * Whether links of other origins may lead here, such as one in a mail that is read elsewhere. A GET must change
   * nothing then.
   */
  readonly isLinked?: boolean;
  /**
   * Programs and pages of any origin may call it, and its answers carry its own headers only: it decides for itself
   * who may read them, and says so in them.
   */
  readonly isOpen?: boolean;
  /** Answered also while there is no room for others: who operates the server looks just then. */
  readonly isForOperators?: boolean;
  /** Never throws for bad input. A header of its answer replaces the listener's. */
  handle(request: PageRequest): Promise<ServiceResponse>;
}
