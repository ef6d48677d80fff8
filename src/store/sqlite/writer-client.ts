import { Worker } from 'node:worker_threads';
import type { Batch, PurgeCall, PurgeReply, Reply } from './batch.ts';
import type { DataDirectory } from './data-directory.ts';

// The file beside this one, also where both were compiled to .js.
const SOURCE = new URL('./writer-thread.ts', import.meta.url);
const THREAD = import.meta.url.endsWith('.js') ? new URL(SOURCE.href.replace(/\.ts$/, '.js')) : SOURCE;

/** The writer thread as seen from the main thread: an fsync blocks there, not here. */
export class WriterClient {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  /** Who waits for a purge, in the order of the calls. */
  readonly #purges: ((reply: PurgeReply) => void)[] = [];
  #isClosing = false;

  /**
   * Returns at once; batches wait until the thread is up (about 50 ms).
   *
   * @param onReply One call for each batch; 'fatal' also when the thread ends by itself.
   */
  constructor(directory: DataDirectory, onReply: (reply: Reply) => void) {
    this.#worker = new Worker(THREAD, {
      workerData: { database: directory.database, ballastPath: directory.ballast },
      execArgv: [],
    });
    this.#worker.on('message', (message: Reply | { readonly purge: PurgeReply }) => {
      if ('purge' in message) this.#purges.shift()?.(message.purge);
      else onReply(message);
    });
    this.#worker.on('error', (error) => onReply({ kind: 'fatal', message: error.message }));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        for (const settle of this.#purges.splice(0))
          settle({ kind: 'unavailable', message: 'The store is closed' });
        if (!this.#isClosing) onReply({ kind: 'fatal', message: `the writer thread ended (code ${code})` });
        resolve();
      });
    });
  }

  send(batch: Batch): void {
    this.#worker.postMessage(batch, [batch.numbers.buffer, batch.chunks.buffer]);
  }

  /** Behind the batches that were sent before it. */
  purge(call: PurgeCall): Promise<PurgeReply> {
    return new Promise((resolve) => {
      this.#purges.push(resolve);
      this.#worker.postMessage(call);
    });
  }

  /** Lets the thread empty the WAL and end. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#worker.postMessage('close');
    await this.#exited;
  }

  /** Ends the thread as it is, after something fatal. */
  async terminate(): Promise<void> {
    this.#isClosing = true;
    await this.#worker.terminate();
  }
}
