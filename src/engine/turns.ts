import { parseStatesArn } from '../base/arn.ts';
import type { Clock } from '../base/clock.ts';
import type { Entropy } from '../base/entropy.ts';
import { HISTORY_EVENTS_MAX } from '../base/limits.ts';
import type { Instant } from '../base/time.ts';
import { Unavailable } from '../base/unavailable.ts';
import { decide } from '../interpreter/decide.ts';
import type { Env } from '../interpreter/env.ts';
import { ChunkEncoder } from '../interpreter/journal.ts';
import { hasSteps, obligations } from '../interpreter/obligations.ts';
import { isEvent, type Record } from '../interpreter/record.ts';
import type { Header, Store } from '../store/store.ts';
import { attentionOf } from './attention.ts';
import type { HotExecution, Mail } from './hot-execution.ts';
import type { StatusChanges } from './status-changes.ts';
import type { TaskTokens } from './task-token.ts';

/** Records after which a turn commits although frames could go on: a few milliseconds of work. */
export const RECORDS_PER_TURN = 5000;
export const BYTES_PER_TURN = 2 * 1024 * 1024;
export const MS_PER_TURN = 20;
/** After a turn that long, others' work has piled up: it goes first. */
export const LONG_TURN_MS = 250;
export const REST_MS = 50;

export interface TurnServices {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly tokens: TaskTokens;
  readonly statusChanges: StatusChanges;
  /** Attempts that may be sent on top of those under way and those reserved. */
  sendingSlots(): number;
  /** Slots for attempts whose TaskStarted was decided and is not on disk yet; negative gives them back. */
  reserve(slots: number): void;
  hasActivity(arn: string): Promise<boolean>;
  /** After each commit: meet the obligations that are new. Never before. */
  committed(hot: HotExecution, records: readonly Record[], bytes: number): void;
  readonly onDefect: (error: unknown) => void;
  /** This copy is gone: forget it; its mail goes to the reloaded one. */
  stale(hot: HotExecution, mail: readonly Mail[]): void;
}

/** Runs turns: the smallest progress an execution can make, durable as a whole or not at all. */
export class Turns {
  readonly #services: TurnServices;
  readonly #encoder = new ChunkEncoder();

  constructor(services: TurnServices) {
    this.#services = services;
  }

  /** Puts a signal into the mailbox. Signals that arrive during a turn share the next one. */
  post(hot: HotExecution, mail: Mail): void {
    if (hot.isGone) return this.#services.stale(hot, [mail]);
    hot.mailbox.push(mail);
    if (hot.isRunning) return;
    hot.isRunning = true;
    hot.settled = this.#run(hot).catch(this.#services.onDefect);
  }

  async #run(hot: HotExecution): Promise<void> {
    let isUnfinished = false;
    // The check and the flag change in one breath: no signal can be left in between.
    for (; hot.mailbox.length > 0 || isUnfinished; hot.isRunning = hot.mailbox.length > 0 || isUnfinished) {
      const mail = hot.mailbox.splice(0);
      if (isUnfinished) mail.push(GO);
      // Programs without activities must not wait here: their first turn joins its caller's group commit.
      const activities = hot.activityArns.length === 0 ? NONE : await this.#knownActivities(hot);
      const beganMs = performance.now();
      const decided = this.#decide(hot, mail, activities);
      const isLong = performance.now() - beganMs > LONG_TURN_MS;
      if (decided.records.length > 0 && !(await this.#commit(hot, mail, decided))) {
        hot.isRunning = false;
        return;
      }
      for (const [i, letter] of mail.entries()) letter.resolve(decided.accepted[i] === true);
      isUnfinished = hasSteps(hot.execution);
      if (isUnfinished && isLong) await this.#rest();
    }
  }

  /** Expressions that take their full second one after the other must leave the others some of the thread. */
  #rest(): Promise<void> {
    return new Promise((resolve) => this.#services.clock.after(REST_MS, resolve));
  }

  async #knownActivities(hot: HotExecution): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    const { account, region } = hot.execution.identity.place;
    for (const arn of hot.activityArns) {
      const parsed = parseStatesArn(arn);
      // Another account's activity does not exist for this one.
      if (parsed?.account !== account || parsed.region !== region) continue;
      if (await this.#services.hasActivity(arn)) known.add(arn);
    }
    return known;
  }

  #decide(hot: HotExecution, mail: readonly Mail[], activities: ReadonlySet<string>): Decided {
    const now = this.#services.clock.now();
    const records: Record[] = [];
    let started = 0;
    const accepted = mail.map(({ signal }) => {
      const decision = decide(hot.execution, signal, this.#env(hot, activities, now));
      const starts = startsIn(decision.records);
      if (starts > 0) this.#services.reserve(starts);
      started += starts;
      for (const record of decision.records) records.push(record);
      return decision.isAccepted;
    });
    return { records, accepted, started };
  }

  #env({ execution, header }: HotExecution, activities: ReadonlySet<string>, now: Instant): Env {
    const { entropy, tokens, sendingSlots } = this.#services;
    const { place } = execution.identity;
    return {
      now,
      // The machine's own, whatever the clock says: an endless expression must end in a test that stops time, too.
      elapsedMs: () => performance.now(),
      entropy,
      taskToken: (attempt) => tokens.seal(place, { execution: header.id, attempt }),
      isActivity: (arn) => activities.has(arn),
      sendable: sendingSlots(),
      recordsPerTurn: RECORDS_PER_TURN,
      bytesPerTurn: BYTES_PER_TURN,
      msPerTurn: MS_PER_TURN,
      eventsMax: HISTORY_EVENTS_MAX,
    };
  }

  /** @returns false when this copy of the execution is done for: its mail was answered or handed on. */
  async #commit(hot: HotExecution, mail: readonly Mail[], { records, started }: Decided): Promise<boolean> {
    const header = nextHeader(hot);
    const { store, statusChanges } = this.#services;
    const events = statusChanges.of(hot, header);
    const chunk = this.#encoder.encode({
      at: hot.execution.lastAt,
      firstEventId: firstEvent(hot, records),
      records,
    });
    try {
      const turn = { header, chunk, ...(events === undefined ? {} : { events }) };
      const outcome = await store.commit(turn).finally(() => {
        if (started > 0) this.#services.reserve(-started);
      });
      if (outcome === 'committed') {
        // A crash on this line loses nothing: obligations follow from the journal, and recovery meets them again.
        // Meeting them before the commit would run a task that no history asked for.
        hot.header = header;
        statusChanges.told(events);
        this.#services.committed(hot, records, chunk.byteLength);
        return true;
      }
      hot.isGone = true;
      this.#services.stale(hot, [...mail, ...hot.mailbox.splice(0)]);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      // Memory is ahead of the disk now: this copy must go, whatever its callers do next.
      hot.isGone = true;
      for (const letter of [...mail, ...hot.mailbox.splice(0)]) letter.reject(error);
      this.#services.stale(hot, []);
    }
    return false;
  }
}

/** What a turn decided, before its commit. */
interface Decided {
  readonly records: readonly Record[];
  /** By letter. */
  readonly accepted: readonly boolean[];
  /** Slots reserved for what it starts. */
  readonly started: number;
}

/** Slots a turn needs for what it starts; an activity's start, by a worker, has one for the length of its commit. */
function startsIn(records: readonly Record[]): number {
  let starts = 0;
  for (const record of records) if (record.type === 'TaskStarted') starts++;
  return starts;
}

const NONE: ReadonlySet<string> = new Set();

/** A turn of its own accord: steps left, timers due. */
const GO: Mail = { signal: { type: 'go' }, resolve: () => {}, reject: () => {} };

function nextHeader({ execution, header }: HotExecution): Header {
  const due = obligations(execution);
  const { stoppedAt, redriveCount } = execution;
  const redrivenAt = execution.redrives.at(-1)?.at;
  return {
    id: header.id,
    machine: header.machine,
    revision: header.revision,
    name: header.name,
    ...(header.machineVersion === undefined ? {} : { machineVersion: header.machineVersion }),
    ...(header.machineAlias === undefined ? {} : { machineAlias: header.machineAlias }),
    status: execution.status,
    startedAt: execution.startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(redrivenAt === undefined ? {} : { redriveCount, redrivenAt }),
    ...(due.wakeAt === undefined ? {} : { wakeAt: due.wakeAt }),
    attention: attentionOf(due),
    version: header.version + 1,
  };
}

function firstEvent({ execution }: HotExecution, records: readonly Record[]): number {
  let events = 0;
  for (const record of records) if (isEvent(record)) events++;
  return execution.lastEventId - events + 1;
}
