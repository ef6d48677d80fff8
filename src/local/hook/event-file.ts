import { type FileHandle, open } from 'node:fs/promises';
import type { Sink } from './sink.ts';

/**
 * A file that gets one line of JSON for each event. A line is on disk before its event is forgotten; after a crash the
 * last ones may be there twice, with the same ids, and the very last one in part.
 */
export async function openEventFile(path: string): Promise<Sink> {
  const file = await open(path, 'a+');
  if (!(await endsWithLine(file))) await file.appendFile('\n');
  return {
    async deliver(events) {
      await file.appendFile(events.map((event) => `${event}\n`).join(''));
      await file.datasync();
      return events.length;
    },
    close: () => file.close(),
  };
}

async function endsWithLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer.toString() === '\n';
}
