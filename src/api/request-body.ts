import type { IncomingMessage } from 'node:http';
import type { ByteBudget, Holding } from './byte-budget.ts';

/** A body, and its place in the budget: to be released when the request is done with. */
export interface WholeBody {
  readonly bytes: Buffer;
  readonly held: Holding;
}

/**
 * Reads a whole request body.
 *
 * @returns 'too large' before anything is read when the length says so, or as soon as more has come; 'gone' when the
 *   client broke off; 'dropped' when it was slow, and its memory is wanted for others.
 */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
  budget: ByteBudget,
): Promise<WholeBody | 'too large' | 'gone' | 'dropped'> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.resolve('too large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const held = budget.hold(() => end('dropped'));
    const end = (why: 'too large' | 'gone' | 'dropped') => {
      if (isOver) return;
      isOver = true;
      // What still comes is dropped, so that the client can finish sending and read the answer.
      chunks.length = 0;
      held.release();
      resolve(why);
    };
    request.on('data', (chunk: Buffer) => {
      if (isOver) return;
      bytes += chunk.length;
      if (bytes > bytesMax) return end('too large');
      chunks.push(chunk);
      held.add(chunk.length);
    });
    request.on('end', () => {
      if (isOver) return;
      isOver = true;
      held.keep();
      const [only] = chunks;
      resolve({ bytes: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks), held });
    });
    // After 'end' these change nothing any more.
    request.on('close', () => end('gone'));
    request.on('error', () => end('gone'));
  });
}
