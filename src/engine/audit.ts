import type { Catalog } from '../catalog/catalog.ts';
import { type Chunk, decodeChunk } from '../interpreter/journal.ts';
import { isEvent, type Record } from '../interpreter/record.ts';
import type { Header, Store } from '../store/store.ts';
import { Executions } from './executions.ts';
import { headerAfter } from './next-header.ts';

/**
 * Holds an execution against what is promised of every one: its header follows from its journal, its events are numbered
 * without a gap, each follows an earlier one, and nothing comes after its end but a redrive.
 *
 * @returns What is wrong with it, in words.
 */
export type Audit = (id: number) => Promise<readonly string[]>;

/** @param store Only read; two reads in a row see the same commit. */
export function createAudit(store: Store, catalog: Catalog): Audit {
  const executions = new Executions(store, catalog, () => false);
  return async (id) => {
    try {
      const header = await store.header(id);
      if (header === undefined) return ['is not there'];
      const chunks = await store.journal(id);
      const wrong = wrongInJournal(chunks.map(decodeChunk));
      if (chunks.length !== header.version)
        wrong.push(`has ${chunks.length} chunks, its header says ${header.version}`);
      if (wrong.length > 0) return wrong;
      const hot = await executions.get(id);
      if (hot === undefined) return ['is not there'];
      executions.hot.remove(hot);
      return differences(header, headerAfter(hot.execution, header, chunks.length));
    } catch (error) {
      // Whatever a broken journal makes of its reader is what is wrong with it.
      return [`cannot be read: ${error instanceof Error ? error.message : String(error)}`];
    }
  };
}

/** What is wrong with a journal, whatever its program is. */
export function wrongInJournal(chunks: readonly Chunk[]): string[] {
  const wrong: string[] = [];
  let next = 1;
  let at = 0;
  let end: Record['type'] | undefined;
  for (const chunk of chunks) {
    if (chunk.firstEventId !== next)
      wrong.push(`has an event ${chunk.firstEventId} where ${next} should stand`);
    if (chunk.at < at) wrong.push(`goes back in time at event ${chunk.firstEventId}`);
    next = chunk.firstEventId;
    at = chunk.at;
    for (const record of chunk.records) {
      if (!isEvent(record)) continue;
      if ('previous' in record && (record.previous < 0 || record.previous >= next))
        wrong.push(`has an event ${next} that follows ${record.previous}`);
      if (end !== undefined && record.type !== 'ExecutionRedriven')
        wrong.push(`goes on with ${record.type} (event ${next}) after ${end}`);
      end = ENDS.has(record.type) ? record.type : undefined;
      next++;
    }
  }
  const first = chunks[0]?.records.find(isEvent)?.type;
  if (first !== 'ExecutionStarted') wrong.push(`begins with ${first ?? 'nothing'}`);
  return wrong;
}

const ENDS: ReadonlySet<Record['type']> = new Set<Record['type']>([
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionAborted',
  'ExecutionTimedOut',
]);

function differences(stored: Header, told: Header): string[] {
  // `Object.keys` forgets the key type; these are the keys of two headers.
  const names = new Set([...Object.keys(stored), ...Object.keys(told)] as (keyof Header)[]);
  return [...names]
    .filter((name) => stored[name] !== told[name])
    .map((name) => `has ${name} ${stored[name] ?? 'none'}, its journal says ${told[name] ?? 'none'}`);
}
