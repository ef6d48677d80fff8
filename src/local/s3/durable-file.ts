import { type FileHandle, open } from 'node:fs/promises';
import { Unavailable } from '../../base/unavailable.ts';

/** Writes bytes as they come; on disk when it resolves, in a file whose name may not be yet. */
export async function writeThrough(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  seen: (chunk: Uint8Array) => void,
): Promise<void> {
  for await (const chunk of source) {
    seen(chunk);
    await onDisk(() => writeAll(file, chunk));
  }
  await onDisk(() => file.sync());
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

/** Makes names of new files survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function onDisk<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw new Unavailable('The object could not be stored', { cause: error });
  }
}
