import { parentPort, workerData } from 'node:worker_threads';
import { present } from '../../base/assert.ts';
import { Ballast } from './ballast.ts';
import type { Batch, PurgeCall, Reply } from './batch.ts';
import { openWritable } from './database.ts';
import { Writer } from './writer.ts';

/** Batches between two looks at whether a ballast that was dropped can come back. */
const LOOK_EVERY = 64;

// What writer-client.ts gives and takes.
const { database, ballastPath } = workerData as { readonly database: string; readonly ballastPath: string };
const port = present(parentPort ?? undefined, 'a parent thread');
const ballast = new Ballast(ballastPath);
const writer = new Writer(openWritable(database), () => ballast.drop());

function serve(): void {
  let applied = 0;
  growBallast();
  port.on('message', (message: Batch | PurgeCall | 'close') => {
    if (message === 'close') {
      writer.close();
      port.close();
      return;
    }
    if ('purge' in message) {
      port.postMessage({ purge: writer.purge(message) });
      return;
    }
    const reply: Reply = writer.apply(message);
    port.postMessage(reply);
    if (reply.kind === 'done' && ++applied % LOOK_EVERY === 0) growBallast();
  });
}

/** A step at a time: batches are served in between. */
function growBallast(): void {
  if (ballast.grow()) setImmediate(growBallast);
}

serve();
