import type { Worker } from 'node:worker_threads';
import { threadFile } from '../../base/thread-file.ts';
import type { Batch, PurgeCall, PurgeReply, Reply } from './batch.ts';
import type { DataDirectory } from './data-directory.ts';

/**
 * How long the thread is left unstarted when nothing has to be written. The start of a thread takes the main thread, and the
 * locks of the memory that they share, for 6 ms: a server that has just begun to listen first answers who asked.
 */
const START_AFTER_MS = 10;

/** The writer thread as seen from the main thread: an fsync blocks there, not here. */
export class WriterClient {
  readonly #directory: DataDirectory;
  readonly #onReply: (reply: Reply) => void;
  readonly #starting: NodeJS.Timeout;
  #thread: Thread | undefined;
  /** Who waits for a purge, in the order of the calls. */
  readonly #purges: ((reply: PurgeReply) => void)[] = [];
  #isClosing = false;

  /**
   * Returns at once; batches wait until the thread is up (about 50 ms).
   *
   * @param onReply One call for each batch; 'fatal' also when the thread ends by itself.
   */
  constructor(directory: DataDirectory, onReply: (reply: Reply) => void) {
    this.#directory = directory;
    this.#onReply = onReply;
    this.#starting = setTimeout(() => this.#started(), START_AFTER_MS);
  }

  send(batch: Batch): void {
    this.#started().worker.postMessage(batch, [batch.numbers.buffer, batch.chunks.buffer]);
  }

  /** Behind the batches that were sent before it. */
  purge(call: PurgeCall): Promise<PurgeReply> {
    return new Promise((resolve) => {
      this.#purges.push(resolve);
      this.#started().worker.postMessage(call);
    });
  }

  /** Lets the thread empty the WAL and end. */
  async close(): Promise<void> {
    const { worker, exited } = this.#started();
    this.#isClosing = true;
    worker.postMessage('close');
    await exited;
  }

  /** Ends the thread as it is, after something fatal. */
  async terminate(): Promise<void> {
    clearTimeout(this.#starting);
    this.#isClosing = true;
    await this.#thread?.worker.terminate();
  }

  #started(): Thread {
    clearTimeout(this.#starting);
    this.#thread ??= this.#start();
    return this.#thread;
  }

  #start(): Thread {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const { database, ballast } = this.#directory;
    const worker = new Worker(threadFile('./writer-thread.ts', import.meta.url), {
      workerData: { database, ballastPath: ballast },
      execArgv: [],
    });
    worker.on('message', (message: Reply | { readonly purge: PurgeReply }) => {
      if ('purge' in message) this.#purges.shift()?.(message.purge);
      else this.#onReply(message);
    });
    worker.on('error', (error) => this.#onReply({ kind: 'fatal', message: error.message }));
    const exited = new Promise<void>((resolve) => {
      worker.on('exit', (code) => {
        for (const settle of this.#purges.splice(0))
          settle({ kind: 'unavailable', message: 'The store is closed' });
        if (!this.#isClosing)
          this.#onReply({ kind: 'fatal', message: `the writer thread ended (code ${code})` });
        resolve();
      });
    });
    return { worker, exited };
  }
}

interface Thread {
  readonly worker: Worker;
  readonly exited: Promise<void>;
}
