import type { IncomingMessage } from 'node:http';

/**
 * Reads a whole request body.
 *
 * @returns 'too large' before anything is read when the length says so, or as soon as more has come; 'gone' when the
 *   client broke off.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | 'too large' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.resolve('too large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        // What still comes is dropped, so that the client can finish sending and read the answer.
        chunks.length = 0;
        resolve('too large');
      } else chunks.push(chunk);
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    // After 'end' these change nothing any more.
    request.on('close', () => resolve('gone'));
    request.on('error', () => resolve('gone'));
  });
}
