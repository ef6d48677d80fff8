import { parseStatesArn } from '../base/arn.ts';
import { present } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Entropy } from '../base/entropy.ts';
import { type GivenUp, OutOfPatience } from '../base/out-of-patience.ts';
import { Unavailable } from '../base/unavailable.ts';
import { type Decision, decide } from '../interpreter/decide.ts';
import type { Env } from '../interpreter/env.ts';
import { fold } from '../interpreter/fold.ts';
import { ChunkEncoder, decodeChunk } from '../interpreter/journal.ts';
import { hasSteps, wakeAt } from '../interpreter/obligations.ts';
import { isInner, type Record } from '../interpreter/record.ts';
import type { Store } from '../store/store.ts';
import type { HotExecution, Mail } from './hot-execution.ts';
import type { MapRunIds } from './map-run-id.ts';
import { headerAfter } from './next-header.ts';
import { drawSeed } from './offthread/drawn-entropy.ts';
import { toPlain } from './offthread/plain.ts';
import type { Outcome } from './offthread/thread-pool.ts';
import { applyChunk, type DecidedTurn, encodeTurn, type TurnJob } from './offthread/turn-job.ts';
import type { Patiences } from './patiences.ts';
import type { StatusChanges } from './status-changes.ts';
import type { TaskTokens } from './task-token.ts';
import { AWAY, FAST_MS, HERE } from './turn-limits.ts';

export interface TurnServices {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** What turns and expressions are timed with. */
  elapsedMs(): number;
  readonly tokens: TaskTokens;
  readonly mapRunIds: MapRunIds;
  readonly statusChanges: StatusChanges;
  /** Attempts that may be sent on top of those under way and those reserved. */
  sendingSlots(): number;
  /** Slots for attempts whose TaskStarted was decided and is not on disk yet; negative gives them back. */
  reserve(slots: number): void;
  /** Decides a turn that would hold this thread for too long. */
  readonly decideAway: (job: TurnJob) => Promise<Outcome<DecidedTurn>>;
  hasActivity(arn: string): Promise<boolean>;
  /** After each commit: meet the obligations that are new. Never before. */
  committed(hot: HotExecution, told: readonly Record[], bytes: number): void;
  readonly patiences: Patiences;
  readonly onDefect: (error: unknown) => void;
  /** This copy is gone: forget it; its mail goes to the reloaded one. */
  stale(hot: HotExecution, mail: readonly Mail[]): void;
}

/**
 * Runs turns: the smallest progress an execution can make, durable as a whole or not at all.
 *
 * A turn is decided here as long as its expressions are quick. One that goes on for too long is given up, and the same
 * signals are decided again on another thread, from what is on disk.
 */
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

  /** @param returned A turn that was decided on another thread, to begin with. */
  async #run(hot: HotExecution, returned?: Decided): Promise<void> {
    let decided = returned;
    let isUnfinished = false;
    // The check and the flag change in one breath: no signal can be left in between.
    for (
      ;
      decided !== undefined || hot.mailbox.length > 0 || isUnfinished;
      hot.isRunning = hot.mailbox.length > 0 || isUnfinished
    ) {
      if (decided === undefined) {
        const mail = hot.mailbox.splice(0);
        if (isUnfinished) mail.push(GO);
        // Programs without activities must not wait here: their first turn joins its caller's group commit.
        const activities = hot.activityArns.length === 0 ? NONE : await this.#activitiesFor(hot, mail);
        if (activities === undefined) return;
        const turn = { mail, activities };
        if (!this.#isToLeave(hot, mail)) decided = this.#decide(hot, turn) ?? (await this.#giveUp(hot, turn));
        if (hot.isGone) return;
        if (decided === undefined) return this.#leave(hot, turn);
      }
      if (decided.chunk !== undefined && !(await this.#commit(hot, decided.chunk, decided))) {
        hot.isRunning = false;
        return;
      }
      for (const [i, accepted] of decided.accepted.entries()) decided.mail[i]?.resolve(accepted);
      isUnfinished = hasSteps(hot.execution) || (decided.isReturned && this.#couldSend(hot));
      decided = undefined;
    }
  }

  /** Turns of other threads send nothing: the slots are here. */
  #couldSend({ execution }: HotExecution): boolean {
    return execution.unsent.size > 0 && this.#services.sendingSlots() > 0;
  }

  /** @returns undefined when nobody can say which there are: this copy is done for, and its callers were told. */
  async #activitiesFor(hot: HotExecution, mail: readonly Mail[]): Promise<ReadonlySet<string> | undefined> {
    try {
      return await this.#knownActivities(hot);
    } catch (error) {
      this.#lose(hot, mail, error);
      return undefined;
    }
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

  /** @returns undefined when its expressions took too long: the execution has changed, and nobody may see it. */
  #decide(hot: HotExecution, { mail, activities }: Turn, limits: TurnLimits = {}): Decided | undefined {
    const env = this.#env(hot, activities, limits);
    const firstEventId = hot.execution.lastEventId + 1;
    const decisions: Decision[] = [];
    const { elapsedMs } = this.#services;
    const startedMs = mail.length > 1 ? elapsedMs() : 0;
    let started = 0;
    try {
      for (const { signal } of mail) {
        // Each signal has the budget of a turn: the rest of many waits for the next one.
        if (decisions.length > 0 && elapsedMs() - startedMs > HERE.msPerTurn) break;
        // What an earlier signal of the turn starts has its slots.
        const sendable = decisions.length === 0 ? env.sendable : this.#services.sendingSlots();
        const decision = decide(
          hot.execution,
          signal,
          sendable === env.sendable ? env : { ...env, sendable },
        );
        const starts = startsIn(decision.records);
        if (starts > 0) this.#services.reserve(starts);
        started += starts;
        decisions.push(decision);
      }
    } catch (error) {
      if (!(error instanceof OutOfPatience)) throw error;
      if (started > 0) this.#services.reserve(-started);
      this.#services.patiences.lost(hot.execution.program);
      return undefined;
    }
    const isWhole = decisions.length === mail.length;
    if (!isWhole) hot.mailbox.unshift(...mail.slice(decisions.length));
    const done = isWhole ? mail : mail.slice(0, decisions.length);
    const records = recordsOf(decisions);
    const chunk =
      records.length === 0 ? undefined : encodeTurn(this.#encoder, hot.execution, { firstEventId, records });
    const accepted = decisions.map(({ isAccepted }) => isAccepted);
    return { mail: done, told: toldOf(hot, records), accepted, started, chunk, isReturned: false };
  }

  #env({ execution, header }: HotExecution, activities: ReadonlySet<string>, limits: TurnLimits): Env {
    const { clock, entropy, elapsedMs, patiences, tokens, mapRunIds, sendingSlots } = this.#services;
    const { place } = execution.identity;
    return {
      now: clock.now(),
      elapsedMs,
      patience: patiences.of(execution.program, elapsedMs(), limits.lost),
      entropy,
      taskToken: (attempt) => tokens.seal(place, { execution: header.id, attempt }),
      mapRunId: (event) => mapRunIds.seal({ execution: header.id, event }),
      isActivity: (arn) => activities.has(arn),
      sendable: sendingSlots(),
      recordsPerTurn: limits.records ?? HERE.recordsPerTurn,
      bytesPerTurn: HERE.bytesPerTurn,
      msPerTurn: HERE.msPerTurn,
      eventsMax: HERE.eventsMax,
    };
  }

  /**
   * A turn has taken too long: the execution is again what is on disk.
   *
   * @returns The start alone, when that was the turn: whoever started it does not wait for its first expression.
   */
  async #giveUp(hot: HotExecution, turn: Turn): Promise<Decided | undefined> {
    const { program, identity } = hot.execution;
    try {
      const journal = await this.#journalOf(hot);
      hot.execution = fold(program, identity, journal.map(decodeChunk));
    } catch (error) {
      this.#lose(hot, turn.mail, error);
      return undefined;
    }
    hot.isSlow = true;
    return hot.header.version === 0 ? this.#decide(hot, turn, { records: 1 }) : undefined;
  }

  async #journalOf({ header }: HotExecution): Promise<readonly Uint8Array[]> {
    return header.version === 0 ? [] : await this.#services.store.journal(header.id);
  }

  /** Whether the turn goes to another thread without being tried here: there may be an expression in it. */
  #isToLeave({ isSlow, execution }: HotExecution, mail: readonly Mail[]): boolean {
    if (!isSlow) return false;
    if (hasSteps(execution) || mail.some(({ signal }) => signal.type !== 'go')) return true;
    const due = wakeAt(execution);
    return due !== undefined && due <= this.#services.clock.now();
  }

  /** Its mailbox waits until the turn is back; readers need not. */
  #leave(hot: HotExecution, turn: Turn): void {
    hot.isAway = true;
    this.#decideAway(hot, turn).catch(this.#services.onDefect);
  }

  async #decideAway(hot: HotExecution, turn: Turn): Promise<void> {
    let outcome: Outcome<DecidedTurn>;
    try {
      outcome = await this.#services.decideAway(await this.#jobOf(hot, turn));
    } catch (error) {
      this.#lose(hot, turn.mail, error);
      return;
    }
    hot.isAway = false;
    hot.settled = this.#run(hot, this.#takeBack(hot, turn, outcome)).catch(this.#services.onDefect);
  }

  async #jobOf(hot: HotExecution, { mail, activities }: Turn): Promise<TurnJob> {
    const { definition, execution, header } = hot;
    return {
      kind: 'turn',
      definition,
      isExpress: false,
      identity: execution.identity,
      execution: header.id,
      journal: await this.#journalOf(hot),
      signals: mail.map(({ signal }) => toPlain(signal)),
      env: {
        now: this.#services.clock.now(),
        seed: drawSeed(this.#services.entropy),
        activities: [...activities],
        ...AWAY,
      },
    };
  }

  /** Applies what was decided elsewhere. */
  #takeBack(hot: HotExecution, turn: Turn, outcome: Outcome<DecidedTurn>): Decided {
    if (outcome.kind === 'lost') {
      const decided = this.#decide(hot, turn, { lost: outcome.reason });
      return present(decided, 'turn without patience to lose');
    }
    hot.isSlow = outcome.tookMs > FAST_MS;
    const { chunk, accepted } = outcome.result;
    const records = chunk === undefined ? [] : applyChunk(hot.execution, chunk);
    const told = toldOf(hot, records);
    return { mail: turn.mail, ...{ told, accepted, started: 0, chunk }, isReturned: true };
  }

  /** @returns false when this copy of the execution is done for: its mail was answered or handed on. */
  async #commit(hot: HotExecution, chunk: Uint8Array, { mail, told, started }: Decided): Promise<boolean> {
    const header = headerAfter(hot.execution, hot.header, hot.header.version + 1);
    const { store, statusChanges } = this.#services;
    const events = statusChanges.of(hot, header);
    try {
      const turn = { header, chunk, ...(events === undefined ? {} : { events }) };
      const committing = store.commit(turn);
      const outcome = await (started === 0
        ? committing
        : committing.finally(() => this.#services.reserve(-started)));
      if (outcome === 'committed') {
        // A crash on this line loses nothing: obligations follow from the journal, and recovery meets them again.
        // Meeting them before the commit would run a task that no history asked for.
        hot.header = header;
        statusChanges.told(events);
        this.#services.committed(hot, told, chunk.byteLength);
        return true;
      }
      hot.isGone = true;
      this.#services.stale(hot, [...mail, ...hot.mailbox.splice(0)]);
    } catch (error) {
      // Memory is ahead of the disk now: this copy must go, whatever its callers do next.
      this.#lose(hot, mail, error);
    }
    return false;
  }

  /** What the turn needs is not there: its callers are told. */
  #lose(hot: HotExecution, mail: readonly Mail[], error: unknown): void {
    if (!(error instanceof Unavailable)) throw error;
    hot.isGone = true;
    hot.isAway = false;
    hot.isRunning = false;
    for (const letter of [...mail, ...hot.mailbox.splice(0)]) letter.reject(error);
    this.#services.stale(hot, []);
  }
}

/** What a turn is made of. */
interface Turn {
  readonly mail: readonly Mail[];
  /** Those that exist, of the activities that its program names. */
  readonly activities: ReadonlySet<string>;
}

interface TurnLimits {
  /** Records after which it ends. */
  readonly records?: number;
  /** Why the thread that had it did not come back: expressions that take long fail. */
  readonly lost?: GivenUp['reason'];
}

/** What a turn decided, before its commit. */
interface Decided {
  readonly mail: readonly Mail[];
  /** Those that somebody is told of after the commit. */
  readonly told: readonly Record[];
  /** By letter. */
  readonly accepted: readonly boolean[];
  /** Slots reserved for what it starts. */
  readonly started: number;
  /** All its records, packed; undefined when nothing happens. */
  readonly chunk: Uint8Array | undefined;
  readonly isReturned: boolean;
}

/** Thousands of records that concern nobody are not kept for the time of a commit. */
function toldOf({ logs }: HotExecution, records: readonly Record[]): readonly Record[] {
  return logs === undefined ? records.filter((record) => !isInner(record)) : records;
}

/** Mostly there is one signal, and nothing is copied. */
function recordsOf(decisions: readonly Decision[]): readonly Record[] {
  const [first] = decisions;
  return decisions.length === 1 && first !== undefined
    ? first.records
    : decisions.flatMap(({ records }) => records);
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
