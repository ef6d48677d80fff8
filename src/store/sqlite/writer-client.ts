import { Worker } from 'node:worker_threads';
import type { Batch, Reply } from './batch.ts';
import type { DataDirectory } from './data-directory.ts';

// The file beside this one, also where both were compiled to .js.
const SOURCE = new URL('./writer-thread.ts', import.meta.url);
const THREAD = import.meta.url.endsWith('.js') ? new URL(SOURCE.href.replace(/\.ts$/, '.js')) : SOURCE;

/** The writer thread as seen from the main thread: an fsync blocks there, not here. */
export class WriterClient {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
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
    this.#worker.on('message', onReply);
    this.#worker.on('error', (error) => onReply({ kind: 'fatal', message: error.message }));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        if (!this.#isClosing) onReply({ kind: 'fatal', message: `the writer thread ended (code ${code})` });
        resolve();
      });
    });
  }

  send(batch: Batch): void {
    this.#worker.postMessage(batch, [batch.numbers.buffer, batch.chunks.buffer]);
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
