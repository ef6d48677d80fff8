import type { Execution } from '../interpreter/execution.ts';
import { fold } from '../interpreter/fold.ts';
import { ChunkEncoder, decodeChunk } from '../interpreter/journal.ts';
import type { Record } from '../interpreter/record.ts';
import { encodeTurn } from './offthread/turn-job.ts';

/** Of one execution; what it has in memory besides is bounded by its payloads. */
const BYTES_MAX = 4 * 1024 * 1024;
/** Of all of them. */
const TOTAL_BYTES_MAX = 128 * 1024 * 1024;

/** What the journals of all Express executions may take. */
export class JournalSpace {
  readonly encoder = new ChunkEncoder();
  bytes = 0;
}

/**
 * The life of an Express execution so far, in memory: what it takes to decide a turn once more that has been given up.
 * One that grows too large is dropped, and turns can no longer be given up.
 */
export class ExpressJournal {
  readonly #space: JournalSpace;
  #chunks: Uint8Array[] | undefined = [];
  #bytes = 0;
  /** Of the turn that is kept next. */
  #firstEventId = 1;

  constructor(space: JournalSpace) {
    this.#space = space;
  }

  /** undefined: it has become too large. */
  get chunks(): readonly Uint8Array[] | undefined {
    return this.#chunks;
  }

  /** @param chunk What another thread has made of the records. */
  keep(execution: Execution, records: readonly Record[], chunk?: Uint8Array): void {
    if (this.#chunks === undefined || records.length === 0) return;
    const firstEventId = this.#firstEventId;
    const kept = chunk ?? encodeTurn(this.#space.encoder, execution, { firstEventId, records });
    this.#firstEventId = execution.lastEventId + 1;
    this.#chunks.push(kept);
    this.#bytes += kept.byteLength;
    this.#space.bytes += kept.byteLength;
    if (this.#bytes > BYTES_MAX || this.#space.bytes > TOTAL_BYTES_MAX) this.drop();
  }

  /** The execution as it was before a turn that has changed it. */
  restored({ program, identity }: Execution): Execution {
    return fold(program, identity, (this.#chunks ?? []).map(decodeChunk));
  }

  /** Nobody will ask for it any longer. */
  drop(): void {
    this.#space.bytes -= this.#bytes;
    this.#bytes = 0;
    this.#chunks = undefined;
  }
}
