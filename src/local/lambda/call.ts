import type { FunctionAnswer } from '../../integrations/lambda/port.ts';
import type { CallLog } from './function-log.ts';

/** What the function's context object shows of a call. */
export interface CallHeader {
  readonly requestId: string;
  /** The function's ARN, as invoked. */
  readonly arn: string;
  readonly traceId: string;
  /** Base64 JSON. */
  readonly clientContext?: string;
}

/** One call of a function: waits, runs and is settled once, with an answer or an error. */
export class Call {
  readonly header: CallHeader;
  readonly payload: string;
  readonly log: CallLog;
  /** The attempt that it is, when a later host may ask for it. */
  readonly resumableAs: string | undefined;
  readonly answer: Promise<FunctionAnswer>;
  readonly #version: string;
  readonly #settling = Promise.withResolvers<FunctionAnswer>();
  readonly #signal: AbortSignal;
  readonly #onAbort: () => void;
  isSettled = false;

  constructor(
    request: {
      readonly header: CallHeader;
      readonly payload: string;
      readonly log: CallLog;
      readonly resumableAs: string | undefined;
      /** The one that runs. */
      readonly version: string;
    },
    signal: AbortSignal,
    abandon: (call: Call) => void,
  ) {
    this.header = request.header;
    this.payload = request.payload;
    this.log = request.log;
    this.resumableAs = request.resumableAs;
    this.#version = request.version;
    this.answer = this.#settling.promise;
    this.#signal = signal;
    this.#onAbort = () => abandon(this);
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The first settling counts. */
  settle(payload: string, functionError?: string): void {
    if (!this.#close()) return;
    this.#settling.resolve({
      statusCode: 200,
      payload,
      ...(functionError === undefined ? {} : { functionError }),
      executedVersion: this.#version,
      requestId: this.header.requestId,
      logTail: this.log.tail(),
    });
  }

  fail(error: Error): void {
    if (this.#close()) this.#settling.reject(error);
  }

  #close(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
