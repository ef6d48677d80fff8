import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { LAMBDA_REQUEST_BYTES_MAX } from '../../base/limits.ts';
import { StateError } from '../../base/state-error.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { FunctionAnswer, FunctionCall, FunctionHost } from '../../integrations/lambda/port.ts';
import type { Lambda, LambdaOptions } from './lambda.ts';
import { SPOOL_FOLDER } from './spool-folder.ts';

/**
 * Our own Lambda, loaded and opened by its first call: a server is ready 20 ms earlier without it, and many never run
 * a function. What could not be opened is tried again by the next call.
 */
export class LambdaOnDemand implements HttpService, FunctionHost {
  readonly bodyBytesMax = LAMBDA_REQUEST_BYTES_MAX;
  readonly #options: LambdaOptions;
  #lambda: Promise<Lambda> | undefined;
  #isClosed = false;
  /** Attempts of earlier processes whose outcomes are not on disk; undefined while nobody knows. */
  #inherited: Set<string> | undefined;

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  /** Goes on with what needs no call: messages that wait for functions. */
  async listen(): Promise<void> {
    if ((await this.#options.mappings.list('')).length > 0) await this.#opened();
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const { answerTo } = await import('./api.ts');
    try {
      const { api } = await this.#opened();
      return await api.handle(request);
    } catch (error) {
      return answerTo(error);
    }
  }

  async invoke(call: FunctionCall, signal: AbortSignal): Promise<FunctionAnswer | undefined> {
    const { host } = await this.#opened().catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      throw new StateError('Lambda.ServiceException', error.message);
    });
    return await host.invoke(call, signal);
  }

  async resume(call: FunctionCall, signal: AbortSignal): Promise<FunctionAnswer | 'unsent' | 'unknown'> {
    try {
      const { host } = await this.#opened();
      return (await host.resume?.(call, signal)) ?? 'unknown';
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return 'unknown';
    }
  }

  settled(attemptId: string): void {
    this.#inherited?.delete(attemptId);
    void this.#lambda?.then(
      ({ host }) => host.settled?.(attemptId),
      () => {},
    );
  }

  /** Of what earlier processes have sent, only these attempts have no outcome yet. What was left of the others is removed. */
  async recovered(underWay: readonly string[]): Promise<void> {
    this.#inherited = new Set(underWay);
    const { directory } = this.#options;
    if (this.#lambda === undefined && !hasSpool(directory)) return;
    const lambda = await this.#opened().catch(() => undefined);
    await lambda?.recovered(this.#inherited);
  }

  /** Stops all functions. What was never opened is not opened for this. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const lambda = await this.#lambda?.catch(() => undefined);
    await lambda?.close();
  }

  #opened(): Promise<Lambda> {
    if (this.#isClosed) return Promise.reject(new Unavailable('The function host is closed'));
    this.#lambda ??= this.#open().catch((error: unknown) => {
      this.#lambda = undefined;
      throw error;
    });
    return this.#lambda;
  }

  async #open(): Promise<Lambda> {
    const lambda = await open(this.#options);
    // From before the first call on, what is not written down has not happened.
    if (this.#inherited?.size === 0) await lambda.recovered(this.#inherited);
    return lambda;
  }
}

/** Whether an earlier process has left something. Asked once; the thread pool of `fs/promises` would have to be started for it. */
function hasSpool(directory: string | undefined): boolean {
  if (directory === undefined) return false;
  try {
    return readdirSync(join(directory, SPOOL_FOLDER)).some((file) => /^\d/.test(file));
  } catch {
    return false;
  }
}

async function open(options: LambdaOptions): Promise<Lambda> {
  const { createLambda } = await import('./lambda.ts');
  try {
    return await createLambda(options);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new Unavailable('The directory of the function host cannot be used', { cause: error });
  }
}
