import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { SegmentFiles } from './segment-files.ts';
import { type Extent, emptySummary, extend, type SegmentSummary, union } from './segment-summary.ts';

/** An event where it lies: ordered by its time, then by the order of arrival. */
export interface StoredEvent extends Position {
  /** The number of its stream. */
  readonly stream: number;
  readonly ingestedAt: Instant;
  readonly message: string;
}

export interface Position {
  readonly timestamp: Instant;
  readonly segment: number;
  /** Within the segment. */
  readonly index: number;
}

export interface NewEvent {
  readonly stream: number;
  readonly timestamp: Instant;
  readonly message: string;
}

export interface EventQuery {
  /** Undefined: all. */
  readonly streams?: ReadonlySet<number>;
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly until: Instant;
  /** Exclusive. */
  readonly after?: Position;
  /** Exclusive; the events nearest to it are wanted, not the first ones. */
  readonly before?: Position;
  /** The last ones are wanted. */
  readonly fromTail?: boolean;
  readonly limit: number;
  readonly accepts?: (message: string) => boolean;
}

/** Small enough to be parsed between two requests. */
const SEGMENT_CHARACTERS_MAX = 1024 * 1024;
/** So that retention can delete whole segments. */
const SEGMENT_AGE_MS_MAX = 24 * 3_600_000;
/** An event may be this far ahead of its arrival. */
export const AHEAD_MS_MAX = 2 * 3_600_000;

interface Append {
  readonly events: readonly NewEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The events of one log group: lines in files that only grow, a new one each megabyte or day. A file is named for the
 * moment of its first line. Appends that come while the disk is busy share the next sync.
 */
export class EventLog {
  readonly #files: SegmentFiles;
  readonly #now: () => Instant;
  #queue: Append[] = [];
  #flushing: Promise<void> | undefined;
  /** The end of what changes or lists the files, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Where the next line goes; undefined until this process has written. */
  #tail: { readonly segment: number; characters: number } | undefined;
  /** What lies where, once somebody has read. */
  #summaries: Map<number, SegmentSummary> | undefined;

  constructor(files: SegmentFiles, now: () => Instant) {
    this.#files = files;
    this.#now = now;
  }

  /** On disk on return. @throws Unavailable when the disk does not take it; part of it may be there. */
  append(events: readonly NewEvent[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ events, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Ascending; at most `limit`. */
  async read(query: EventQuery): Promise<StoredEvent[]> {
    const isBackward = query.fromTail === true || query.before !== undefined;
    const { from, until, after, before, limit } = query;
    const found: StoredEvent[] = [];
    const order = isBackward ? descending : ascending;
    const segments = [...(await this.#summarised())]
      .flatMap(([segment, { extent, streams }]) =>
        extent === undefined ? [] : [{ segment, ...extent, streams }],
      )
      .filter(({ first, last }) => first < until && last >= Math.max(from, after?.timestamp ?? from))
      .filter(({ first }) => before === undefined || first <= before.timestamp)
      .filter(({ streams }) => query.streams === undefined || hasAny(streams, query.streams))
      .sort((a, b) => (isBackward ? b.last - a.last : a.first - b.first));
    for (const { segment, first, last } of segments) {
      const end = found.length === limit ? found.at(-1)?.timestamp : undefined;
      // No event of this segment, or of a later one, comes before those that were found.
      if (end !== undefined && (isBackward ? last < end : first > end)) break;
      for (const event of parseSegment(segment, await this.#files.read(segment))) {
        if (isWanted(event, query)) found.push(event);
      }
      found.sort(order).splice(limit);
    }
    return isBackward ? found.reverse() : found;
  }

  /** The times of each stream that has events, by its number. */
  async streams(): Promise<ReadonlyMap<number, Extent>> {
    const all = new Map<number, Extent>();
    for (const { streams } of (await this.#summarised()).values()) {
      for (const [stream, extent] of streams) all.set(stream, union(all.get(stream), extent));
    }
    return all;
  }

  /** What it takes on disk. Reads nothing. */
  async bytes(): Promise<number> {
    return await this.#alone(() => this.#files.bytes());
  }

  /** Deletes what has arrived, and happened, before a moment: whole segments only. */
  async forget(before: Instant): Promise<void> {
    await this.#alone(async () => {
      const segments = await this.#files.list();
      for (const [index, segment] of segments.entries()) {
        const endsAt = segments[index + 1] ?? segment + SEGMENT_AGE_MS_MAX;
        if (endsAt + AHEAD_MS_MAX >= before) return;
        if (this.#tail?.segment === segment) this.#tail = undefined;
        await this.#files.remove(segment);
        this.#summaries?.delete(segment);
      }
    });
  }

  /** The group was deleted. */
  async destroy(): Promise<void> {
    await this.#flushing;
    await this.#alone(() => this.#files.destroy());
    this.#summaries = new Map();
    this.#tail = undefined;
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.#files.close();
  }

  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #flush(): Promise<void> {
    for (; this.#queue.length > 0; ) {
      const appends = this.#queue;
      this.#queue = [];
      try {
        const events = appends.flatMap((append) => append.events);
        await this.#alone(() => this.#write(events));
        for (const { resolve } of appends) resolve();
      } catch (error) {
        // What lies behind a write that failed is not known: the next one goes to another file.
        this.#tail = undefined;
        const cause = new Unavailable('The log cannot be written', { cause: error });
        for (const { reject } of appends) reject(isOfSystem(error) ? cause : error);
      }
    }
    this.#flushing = undefined;
  }

  async #write(events: readonly NewEvent[]): Promise<void> {
    const ingestedAt = this.#now();
    for (let rest = events; rest.length > 0; ) {
      const tail = await this.#tailAt(ingestedAt);
      let text = '';
      let taken = 0;
      for (; tail.characters + text.length < SEGMENT_CHARACTERS_MAX; taken++) {
        const event = rest[taken];
        if (event === undefined) break;
        text += lineOf(event, ingestedAt);
      }
      await this.#files.append(tail.segment, text);
      tail.characters += text.length;
      this.#note(tail.segment, rest.slice(0, taken), ingestedAt);
      rest = rest.slice(taken);
    }
  }

  #note(segment: number, events: readonly NewEvent[], ingestedAt: Instant): void {
    if (this.#summaries === undefined) return;
    const summary = this.#summaries.get(segment) ?? emptySummary();
    this.#summaries.set(segment, summary);
    extend(
      summary,
      events.map((event) => ({ ...event, ingestedAt })),
    );
  }

  /** Never a file that an earlier process has left: that may end in half a line. */
  async #tailAt(now: Instant): Promise<{ readonly segment: number; characters: number }> {
    const tail = this.#tail;
    if (
      tail !== undefined &&
      tail.characters < SEGMENT_CHARACTERS_MAX &&
      now - tail.segment < SEGMENT_AGE_MS_MAX
    )
      return tail;
    const last = tail?.segment ?? (await this.#files.list()).at(-1) ?? 0;
    this.#tail = { segment: Math.max(now, last + 1), characters: 0 };
    return this.#tail;
  }

  async #summarised(): Promise<Map<number, SegmentSummary>> {
    return this.#summaries ?? (await this.#alone(() => this.#scan()));
  }

  async #scan(): Promise<Map<number, SegmentSummary>> {
    if (this.#summaries !== undefined) return this.#summaries;
    const summaries = new Map<number, SegmentSummary>();
    for (const segment of await this.#files.list()) {
      const summary = emptySummary();
      extend(summary, parseSegment(segment, await this.#files.read(segment)));
      summaries.set(segment, summary);
    }
    this.#summaries = summaries;
    return summaries;
  }
}

function lineOf({ stream, timestamp, message }: NewEvent, ingestedAt: Instant): string {
  return `${JSON.stringify([stream, timestamp, ingestedAt, message])}\n`;
}

/** Half a line is the end of a file whose writer was killed: it was never acknowledged. */
function parseSegment(segment: number, text: string): StoredEvent[] {
  const events: StoredEvent[] = [];
  for (let start = 0, index = 0; ; index++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return events;
    const event = parseLine(text.slice(start, end));
    if (event !== undefined) events.push({ ...event, segment, index });
    start = end + 1;
  }
}

function parseLine(line: string): Omit<StoredEvent, 'segment' | 'index'> | undefined {
  try {
    // Written by `lineOf` alone.
    const [stream, timestamp, ingestedAt, message] = JSON.parse(line) as [number, number, number, string];
    return { stream, timestamp, ingestedAt, message };
  } catch (error) {
    // A power cut may leave anything where nothing was acknowledged.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isWanted(event: StoredEvent, { streams, from, until, after, before, accepts }: EventQuery): boolean {
  if (streams !== undefined && !streams.has(event.stream)) return false;
  if (event.timestamp < from || event.timestamp >= until) return false;
  if (after !== undefined && ascending(event, after) <= 0) return false;
  if (before !== undefined && ascending(event, before) >= 0) return false;
  return accepts === undefined || accepts(event.message);
}

function ascending(a: Position, b: Position): number {
  return a.timestamp - b.timestamp || a.segment - b.segment || a.index - b.index;
}

function descending(a: Position, b: Position): number {
  return ascending(b, a);
}

function hasAny(streams: ReadonlyMap<number, unknown>, wanted: ReadonlySet<number>): boolean {
  for (const stream of wanted) if (streams.has(stream)) return true;
  return false;
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
