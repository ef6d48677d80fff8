import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { LOGS_REQUEST_BYTES_MAX } from '../../base/limits.ts';
import type { LogBatch, LogGroupName, LogGroups } from '../../base/log-groups.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Logs, LogsOptions } from './logs.ts';

/** Our own CloudWatch Logs, loaded by the first who reads or writes there: many servers never log anything. */
export class LogsOnDemand implements HttpService, LogGroups {
  readonly bodyBytesMax = LOGS_REQUEST_BYTES_MAX;
  readonly #options: LogsOptions;
  #logs: Promise<Logs> | undefined;
  #isClosed = false;

  constructor(options: LogsOptions) {
    this.#options = options;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    return await (await this.#open()).api.handle(request);
  }

  async has(name: LogGroupName): Promise<boolean> {
    return await (await this.#open()).groups.has(name);
  }

  append(batch: LogBatch): void {
    // In the order of the calls: all of them wait for the same promise.
    this.#open().then(
      ({ groups }) => groups.append(batch),
      (error: unknown) => {
        if (!(error instanceof Unavailable)) return this.#options.onDefect(error);
        this.#options.log(`log events were lost: ${error.message}`);
      },
    );
  }

  /** Writes what was taken. What was never opened is not opened for this. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const logs = await this.#logs?.catch(() => undefined);
    await logs?.close();
  }

  #open(): Promise<Logs> {
    if (this.#isClosed) return Promise.reject(new Unavailable('The logs are closed'));
    this.#logs ??= this.#load().catch((error: unknown) => {
      this.#logs = undefined;
      throw error;
    });
    return this.#logs;
  }

  async #load(): Promise<Logs> {
    const { createLogs } = await import('./logs.ts');
    try {
      return await createLogs(this.#options);
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error)) throw error;
      throw new Unavailable('The directory of the logs cannot be used', { cause: error });
    }
  }
}
