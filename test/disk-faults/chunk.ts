/** Longer than a row takes, and more than a page. */
const CHUNK_BYTES = 6_000;

/** What an execution's journal has for a version. */
export function chunkText(id: number, version: number): string {
  return `${id}/${version}`.padEnd(CHUNK_BYTES);
}
