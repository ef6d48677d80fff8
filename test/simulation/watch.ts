import type { DocumentWrite } from '../../src/base/documents.ts';
import type { Instant } from '../../src/base/time.ts';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { createAudit } from '../../src/engine/audit.ts';
import { Executions } from '../../src/engine/executions.ts';
import type { Execution } from '../../src/interpreter/execution.ts';
import { type Chunk, decodeChunk } from '../../src/interpreter/journal.ts';
import { type Obligations, obligations, waitsFor } from '../../src/interpreter/obligations.ts';
import { type FrameId, isEvent, type Record } from '../../src/interpreter/record.ts';
import type { Header, Turn } from '../../src/store/store.ts';
import { Disk } from './disk.ts';
import type { Moment, SimulatedTime } from './simulated-time.ts';
import { type Life, WrittenCatalog } from './written-catalog.ts';
import { WrittenExpress } from './written-express.ts';
import { WrittenQualifiers } from './written-qualifiers.ts';

/** An execution as the disk has it. */
export interface Written {
  readonly id: number;
  header: Header;
  readonly chunks: Chunk[];
  /** When its ends were, of which only redrives make several. */
  readonly stoppedAts: Set<number>;
  /** By their tokens, when they last were. */
  readonly redrives: Map<string, number>;
  readonly waits: Map<FrameId, Due>;
}

/** A timer by both measures: the moment of the wall clock, and what must really have gone by. */
interface Due {
  readonly at: number;
  readonly elapsed: number;
  /** When it was set. */
  readonly setAt: number;
}

/** A turn's moment in its history, and when it was decided. */
interface Decided extends Moment {
  readonly at: number;
}

/** Sees everything that reaches the disk, and holds it against what is promised of it. */
export class Watch {
  readonly disk: Disk;
  readonly qualifiers = new WrittenQualifiers();
  readonly express = new WrittenExpress((run) => this.isWaiting(run));
  /** Whether an attempt for an Express execution waits for its answer. */
  isWaiting: (run: string) => boolean = () => false;
  readonly catalog = new WrittenCatalog(this.qualifiers);
  readonly executions = new Map<number, Written>();
  readonly byName = new Map<string, Written>();
  /** Results that tasks have taken, by any way. */
  readonly results = new Set<string>();
  /** How long executions are kept. */
  keptMs = Number.POSITIVE_INFINITY;
  /** How far the wall clock was set forward, in all. */
  forwardMs = 0;
  /** Since when nothing goes wrong. */
  calmSince = Number.POSITIVE_INFINITY;
  commits = 0;
  readonly #violations: string[] = [];
  readonly #purged = new Set<number>();
  readonly #held = new Set<string>();
  #changed = new Set<number>();
  readonly #audit: ReturnType<typeof createAudit>;
  readonly #executions: Executions;

  constructor(time: SimulatedTime) {
    this.disk = new Disk(time, {
      turn: (turn, decided) => this.#see(turn, decided),
      documents: (writes) => this.#seeDocuments(writes),
      purged: (ids) => this.#seePurged(ids),
    });
    const { store } = this.disk;
    const catalog = createCatalog({ store, now: () => time.wall, entropy: NO_ENTROPY });
    this.#audit = createAudit(store, catalog);
    this.#executions = new Executions(store, catalog, () => false);
  }

  get violations(): readonly string[] {
    return [
      ...this.#violations,
      ...this.catalog.violations,
      ...this.qualifiers.violations,
      ...this.express.violations,
    ];
  }

  /** Whatever has changed since the last look, as a whole. */
  async look(): Promise<void> {
    this.catalog.look();
    this.qualifiers.look();
    const changed = this.#changed;
    this.#changed = new Set();
    for (const id of changed) {
      if (this.#purged.has(id)) continue;
      for (const wrong of await this.#audit(id)) this.#report(id, wrong);
    }
  }

  /** Whether an execution does not exist any more, deleted or not. */
  isOver(id: number): boolean {
    const header = this.executions.get(id)?.header;
    return header === undefined ? this.#purged.has(id) : this.#isOver(header);
  }

  /** Whether what ended then, or later, may be over. */
  isLongAgo(at: Instant): boolean {
    return at + this.keptMs <= this.disk.time.wall;
  }

  #isOver({ status, stoppedAt }: Header, now = this.disk.time.wall): boolean {
    return status !== 'RUNNING' && stoppedAt !== undefined && stoppedAt + this.keptMs <= now;
  }

  #seeDocuments(writes: readonly DocumentWrite[]): void {
    this.catalog.see(writes);
    for (const { kind, key, text } of writes) {
      if (kind !== 'express') continue;
      this.commits++;
      this.express.see(key, text);
    }
  }

  #seePurged(ids: readonly number[]): void {
    for (const id of ids) {
      const written = this.executions.get(id);
      // The clock may have been set back since that was decided.
      if (written === undefined || !this.#isOver(written.header, this.disk.time.latest))
        this.#report(id, 'is deleted too early');
      this.#purged.add(id);
      this.executions.delete(id);
      if (written !== undefined && this.byName.get(written.header.name) === written)
        this.byName.delete(written.header.name);
    }
  }

  running(): Written[] {
    return [...this.executions.values()].filter(({ header }) => header.status === 'RUNNING');
  }

  /** Everybody has answered, and nothing happens any more before the next timer: nobody may wait for anything else. */
  async lookAtRest(): Promise<void> {
    const loaded = new Map<number, Execution>();
    for (const { id } of this.running()) {
      const hot = await this.#executions.get(id);
      if (hot === undefined) continue;
      this.#executions.hot.remove(hot);
      loaded.set(id, hot.execution);
    }
    for (const [id, execution] of loaded) {
      const parent = execution.origin?.parent;
      if (parent?.isWaiting === true && execution.redriveCount === 0) {
        const waiting = loaded.get(parent.execution);
        if (waiting === undefined || !waitsFor(waiting, parent))
          this.#report(id, 'runs, and nobody waits for it');
      }
      const children = [...loaded.values()].filter(({ origin }) => origin?.parent?.execution === id).length;
      for (const wrong of unmet(obligations(execution), children)) this.#report(id, wrong);
    }
  }

  /** The deletion of a machine was acknowledged: what ran on it has ended. */
  acknowledgeDeletion(life: Life): void {
    this.catalog.acknowledge(life);
    const isEnded = this.catalog.isDeleted(life.id)
      ? () => false
      : // Another one of that name is there. What was redriven since is its own.
        ({ revision, redriveCount }: Header) => revision > life.last || redriveCount !== undefined;
    for (const { id, header } of this.running()) {
      if (header.machine === life.id && header.mapRun === undefined && !isEnded(header))
        this.#report(id, 'runs, and its machine was deleted');
    }
  }

  /** A process has had its time since it started. */
  lookAtInherited(): void {
    for (const { name, isInherited } of this.catalog.deleting)
      if (isInherited) this.#violations.push(`nobody goes on with the deletion of machine ${name}`);
  }

  /** Every process that was ending executions of a machine has had its time: none may run without one. */
  lookAtMachines(): void {
    for (const { id, header } of this.running()) {
      if (header.mapRun === undefined && !this.catalog.exists(header.machine))
        this.#report(id, 'runs, and its machine is gone');
    }
    for (const { name } of this.catalog.deleting) this.#violations.push(`machine ${name} is never deleted`);
  }

  #report(id: number, wrong: string): void {
    this.#violations.push(`execution ${this.executions.get(id)?.header.name ?? id} ${wrong}`);
  }

  #see({ header, chunk }: Turn, decided: Moment): void {
    this.commits++;
    const written = this.#writtenAs(header);
    const decoded = decodeChunk(chunk);
    const { at } = decoded;
    if (at > Math.max(written.chunks.at(-1)?.at ?? 0, decided.wall))
      this.#report(header.id, `has events of a time to come: ${at}`);
    if (written.header.revision !== header.revision)
      this.#report(header.id, `changes its definition to revision ${header.revision}`);
    const isOwn = header.status === 'RUNNING' && header.mapRun === undefined;
    if (isOwn && this.catalog.isDeleted(header.machine))
      this.#report(header.id, 'goes on after the end of its machine');
    written.header = header;
    written.chunks.push(decoded);
    this.#changed.add(header.id);
    for (const record of decoded.records) this.#note(written, record, { at, ...decided });
    if (header.status === 'RUNNING' && header.wakeAt === undefined && header.attention === 0)
      this.#lookForReason(written);
  }

  #writtenAs(header: Header): Written {
    const known = this.executions.get(header.id);
    if (known !== undefined) return known;
    const { id, name } = header;
    const lists = { chunks: [], stoppedAts: new Set<number>(), redrives: new Map<string, number>() };
    const written: Written = { id, header, ...lists, waits: new Map() };
    if (this.#purged.has(id)) this.#report(id, 'comes back');
    this.executions.set(id, written);
    const other = this.byName.get(name);
    if (other !== undefined) this.#report(id, `has the name of execution ${other.id}`);
    this.byName.set(name, written);
    return written;
  }

  #note(written: Written, record: Record, now: Decided): void {
    switch (record.type) {
      case 'WaitScheduled':
      case 'RetryScheduled': {
        // Of a clock that was set forward, the process cannot know that no time has gone by.
        const elapsed = now.elapsed + (record.until - now.at) - this.forwardMs;
        written.waits.set(record.frame, { at: record.until, elapsed, setAt: now.elapsed });
        return;
      }
      case 'TaskSucceeded':
      case 'SuccessHeld':
        this.#noteResult(written, record.output.text, record.type === 'SuccessHeld');
        break;
      case 'TaskFailed':
      case 'FailureHeld':
        this.#noteResult(written, record.cause ?? '', record.type === 'FailureHeld');
        break;
      case 'ExecutionAborted':
      case 'ExecutionFailed':
      case 'ExecutionSucceeded':
      case 'ExecutionTimedOut':
        written.stoppedAts.add(now.at);
        return;
      case 'ExecutionRedriven':
        this.#noteRedrive(written, record.clientToken, now.at);
        break;
      default:
    }
    if ('frame' in record && isEvent(record)) this.#noteMove(written, record, now);
  }

  /** @param isHeld It came before its task was ready for it, and will be seen once more. */
  #noteResult({ id }: Written, result: string, isHeld: boolean): void {
    if (!UNIQUE.test(result)) return;
    if (this.results.has(result) && !this.#held.delete(result)) this.#report(id, `takes ${result} twice`);
    this.results.add(result);
    if (isHeld) this.#held.add(result);
  }

  #noteRedrive({ id, redrives, waits }: Written, clientToken: string, at: number): void {
    const before = redrives.get(clientToken);
    if (before !== undefined && at - before < REDRIVE_TOKEN_MS)
      this.#report(id, `was redriven by ${clientToken} twice`);
    redrives.set(clientToken, at);
    // Whatever had not ended well begins anew, at once.
    waits.clear();
  }

  /** A frame that waits for a timer moves when that is due, or is moved from outside. */
  #noteMove(written: Written, record: Record & { readonly frame: FrameId }, now: Decided): void {
    const due = written.waits.get(record.frame);
    if (due === undefined) return;
    written.waits.delete(record.frame);
    if (ENDS_FROM_OUTSIDE.test(record.type)) return;
    if (now.at < due.at) this.#report(written.id, `has ${record.type} ${due.at - now.at} ms early`);
    // Nothing was in its way: neither the disk nor a process that was gone, nor a machine that slept.
    const isCalm = due.setAt >= Math.max(this.calmSince, this.disk.time.skippedAt);
    if (isCalm && now.wall > due.at + LATE_MS_MAX)
      this.#report(written.id, `has ${record.type} ${now.wall - due.at} ms late`);
    const elapsed = due.elapsed - now.elapsed;
    if (elapsed > this.forwardMs) this.#report(written.id, `has ${record.type} really ${elapsed} ms early`);
  }

  /** In no index, it may only wait for a token: no engine would ever look at it. */
  #lookForReason({ id, chunks }: Written): void {
    const hasTask = chunks.some(({ records }) => records.some(({ type }) => type === 'TaskScheduled'));
    if (!hasTask) this.#report(id, 'runs, and no index says what it waits for');
  }
}

/** Of a timer, where nothing is in its way. */
const LATE_MS_MAX = 100;

/** What an execution waits for that nobody will bring. */
function unmet({ hasSteps, unsent, sent, pooled, jobs, children }: Obligations, running: number): string[] {
  return [
    ...(hasSteps ? ['could go on, and nobody lets it'] : []),
    ...(unsent.length + sent.length > 0
      ? [`waits for attempts that nobody makes: ${[...unsent, ...sent]}`]
      : []),
    ...(pooled.length > 0 ? [`has tasks that no worker is given: ${pooled}`] : []),
    ...(jobs.length + children > running ? ['waits for executions that have ended'] : []),
  ];
}

const NO_ENTROPY = { random: () => 0, uuid: () => '' };

/** What the world of the simulation answers. */
const UNIQUE = /^\{"answer":|^cause /;

/** How long a token stands for its redrive. */
const REDRIVE_TOKEN_MS = 15 * 60_000;

const ENDS_FROM_OUTSIDE = /Aborted$|^ChildrenFailed$|^ExecutionRedriven$/;
