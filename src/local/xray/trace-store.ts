import type { Scope } from '../../base/arn.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { readTrusted, type SegmentFacts } from './segment-document.ts';

export interface StoredSegment {
  readonly facts: SegmentFacts;
  readonly document: string;
}

interface Entry {
  readonly key: string;
  version: number;
  readonly traceId: string;
  startedAt: number;
  endedAt: number;
}

interface Append {
  readonly scope: Scope;
  readonly segments: readonly StoredSegment[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const SEGMENT = 'trace-segment';
/** X-Ray keeps traces for 30 days. */
const AGE_SECONDS_MAX = 30 * 86_400;
/** The oldest go first. */
const SEGMENTS_MAX = 10_000;
const WRITES_AT_ONCE = 200;

/** Segments as they are on disk, the youngest of them, and which trace has which. */
export class TraceStore {
  readonly #documents: Documents;
  readonly #now: () => Instant;
  readonly #segmentsMax: number;
  /** By key, in the order in which they came. */
  readonly #entries = new Map<string, Entry>();
  #queue: Append[] = [];
  #flushing: Promise<void> | undefined;

  private constructor(documents: Documents, now: () => Instant, segmentsMax: number) {
    this.#documents = documents;
    this.#now = now;
    this.#segmentsMax = segmentsMax;
  }

  static async open(
    documents: Documents,
    now: () => Instant,
    segmentsMax = SEGMENTS_MAX,
  ): Promise<TraceStore> {
    const store = new TraceStore(documents, now, segmentsMax);
    for (let after: number | undefined; ; ) {
      const page = await documents.documents(SEGMENT, {
        ...{ prefix: '', limit: 500 },
        ...(after === undefined ? {} : { after }),
      });
      for (const { key, text, version } of page) {
        const facts = readTrusted(text);
        if (!('problem' in facts)) store.#note(key, facts, version);
      }
      after = page.at(-1)?.position;
      if (after === undefined) return store;
    }
  }

  /** On disk on return. Appends that come while the disk is busy share the next write. */
  append(scope: Scope, segments: readonly StoredSegment[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ scope, segments, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** The segments of one trace, as they began; none when there is no such trace. */
  async trace(scope: Scope, traceId: string): Promise<StoredSegment[]> {
    const prefix = keyOf(scope, traceId, '');
    const found = await this.#documents.documents(SEGMENT, { prefix, limit: this.#segmentsMax });
    return found
      .flatMap(({ text }) => {
        const facts = readTrusted(text);
        return 'problem' in facts ? [] : [{ facts, document: text }];
      })
      .sort((a, b) => a.facts.startedAt - b.facts.startedAt);
  }

  /** Traces that were under way between these moments, in seconds, the oldest first. */
  tracesBetween(scope: Scope, from: number, until: number): string[] {
    const prefix = `${scope.account}/${scope.region}/`;
    const ids = new Set<string>();
    for (const { key, traceId, startedAt, endedAt } of this.#entries.values()) {
      if (key.startsWith(prefix) && startedAt <= until && endedAt >= from) ids.add(traceId);
    }
    return [...ids];
  }

  async close(): Promise<void> {
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const appends = this.#queue.splice(0, WRITES_AT_ONCE);
      try {
        await this.#write(appends);
        for (const { resolve } of appends) resolve();
      } catch (error) {
        for (const { reject } of appends) reject(error);
      }
    }
    // In the same step in which the queue was found empty: an append between the two would never be written.
    this.#flushing = undefined;
  }

  async #write(appends: readonly Append[]): Promise<void> {
    const news = new Map<string, StoredSegment>();
    for (const { scope, segments } of appends)
      for (const one of segments) news.set(keyOf(scope, one.facts.traceId, one.facts.id), one);
    const old = this.#old(news);
    const writes: DocumentWrite[] = [...news].map(([key, { document: text }]) => ({
      ...{ kind: SEGMENT, key, text },
      expectedVersion: this.#entries.get(key)?.version ?? 0,
    }));
    const removals = old.map(({ key, version }) => ({
      ...{ kind: SEGMENT, key, text: undefined },
      expectedVersion: version,
    }));
    if ((await this.#documents.write([...writes, ...removals])) === 'conflict')
      throw new Unavailable('another process writes the same traces');
    for (const { key } of old) this.#entries.delete(key);
    for (const [key, { facts }] of news) this.#note(key, facts, (this.#entries.get(key)?.version ?? 0) + 1);
  }

  /** What has to go when these come. */
  #old(news: ReadonlyMap<string, unknown>): Entry[] {
    const oldest = this.#now() / 1000 - AGE_SECONDS_MAX;
    let surplus = this.#entries.size + news.size - this.#segmentsMax;
    const old: Entry[] = [];
    for (const entry of this.#entries.values()) {
      if (surplus <= 0 && entry.endedAt >= oldest) break;
      surplus--;
      if (!news.has(entry.key)) old.push(entry);
    }
    return old;
  }

  #note(key: string, { traceId, startedAt, endedAt }: SegmentFacts, version: number): void {
    this.#entries.set(key, { key, version, traceId, startedAt, endedAt });
  }
}

function keyOf({ account, region }: Scope, traceId: string, segment: string): string {
  return `${account}/${region}/${traceId}/${segment}`;
}
