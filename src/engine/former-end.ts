import type { Instant } from '../base/time.ts';
import { decodeChunk } from '../interpreter/journal.ts';
import { isEvent, type Record } from '../interpreter/record.ts';
import type { Versions } from '../store/store.ts';

/**
 * When an execution ended that has been redriven since: the moment of the event before its last redrive. Read from the end
 * of its journal, where a redrive that was just now stands.
 *
 * @param version Of the last chunk.
 */
export async function formerEndOf(
  version: number,
  chunks: (versions: Versions) => Promise<readonly Uint8Array[]>,
): Promise<Instant | undefined> {
  let isRedriven = false;
  for (let at = version; at > 0; at--) {
    const [bytes] = await chunks({ first: at, last: at });
    if (bytes === undefined) return undefined;
    const chunk = decodeChunk(bytes);
    const redrive: number = isRedriven ? -1 : chunk.records.findLastIndex(isRedrive);
    isRedriven ||= redrive >= 0;
    const before = redrive < 0 ? chunk.records : chunk.records.slice(0, redrive);
    if (isRedriven && before.some(isEvent)) return chunk.at;
  }
  return undefined;
}

function isRedrive({ type }: Record): boolean {
  return type === 'ExecutionRedriven';
}
