import type { Clock } from '../base/clock.ts';
import type { Entropy } from '../base/entropy.ts';
import { HISTORY_EVENTS_MAX } from '../base/limits.ts';
import { Unavailable } from '../base/unavailable.ts';
import { decide } from '../interpreter/decide.ts';
import type { Env } from '../interpreter/env.ts';
import { ChunkEncoder } from '../interpreter/journal.ts';
import { obligations } from '../interpreter/obligations.ts';
import { isEvent, type Record } from '../interpreter/record.ts';
import type { Header, Store } from '../store/store.ts';
import { attentionOf } from './attention.ts';
import type { HotExecution, Mail } from './hot-execution.ts';
import type { TaskTokens } from './task-token.ts';

/** Records after which a turn commits although frames could go on: a few milliseconds of work. */
const RECORDS_PER_TURN = 5000;
const BYTES_PER_TURN = 2 * 1024 * 1024;

export interface TurnServices {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly tokens: TaskTokens;
  /** Attempts that may be sent on top of those under way. */
  sendingSlots(): number;
  hasActivity(arn: string): Promise<boolean>;
  /** After each commit: meet the obligations that are new. Never before. */
  committed(hot: HotExecution, records: readonly Record[], bytes: number): void;
  readonly onDefect: (error: unknown) => void;
  /** The stored version is not ours: forget the execution; its mail goes to the reloaded one. */
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
    hot.mailbox.push(mail);
    if (hot.isRunning) return;
    hot.isRunning = true;
    hot.settled = this.#run(hot).catch(this.#services.onDefect);
  }

  async #run(hot: HotExecution): Promise<void> {
    let hasSteps = false;
    // The check and the flag change in one breath: no signal can be left in between.
    for (; hot.mailbox.length > 0 || hasSteps; hot.isRunning = hot.mailbox.length > 0 || hasSteps) {
      const mail = hot.mailbox.splice(0);
      if (hasSteps) mail.push(GO);
      // Programs without activities must not wait here: their first turn joins its caller's group commit.
      const activities = hot.activityArns.length === 0 ? NONE : await this.#knownActivities(hot);
      const decided = this.#decide(hot, mail, activities);
      if (decided.records.length > 0 && !(await this.#commit(hot, mail, decided.records))) {
        hot.isRunning = false;
        return;
      }
      for (const [i, letter] of mail.entries()) letter.resolve(decided.accepted[i] === true);
      hasSteps = obligations(hot.execution).hasSteps;
    }
  }

  async #knownActivities(hot: HotExecution): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (const arn of hot.activityArns) if (await this.#services.hasActivity(arn)) known.add(arn);
    return known;
  }

  #decide(hot: HotExecution, mail: readonly Mail[], activities: ReadonlySet<string>) {
    const env = this.#env(hot, activities);
    const records: Record[] = [];
    const accepted = mail.map(({ signal }) => {
      const decided = decide(hot.execution, signal, env);
      for (const record of decided) records.push(record);
      return decided.length > 0;
    });
    return { records, accepted };
  }

  #env({ execution, header }: HotExecution, activities: ReadonlySet<string>): Env {
    const { clock, entropy, tokens, sendingSlots } = this.#services;
    const { place } = execution.identity;
    return {
      now: clock.now(),
      // The machine's own, whatever the clock says: an endless expression must end in a test that stops time, too.
      elapsedMs: () => performance.now(),
      entropy,
      taskToken: (attempt) => tokens.seal(place, { execution: header.id, attempt }),
      isActivity: (arn) => activities.has(arn),
      sendable: execution.sent.size + sendingSlots(),
      recordsPerTurn: RECORDS_PER_TURN,
      bytesPerTurn: BYTES_PER_TURN,
      eventsMax: HISTORY_EVENTS_MAX,
    };
  }

  /** @returns false when this copy of the execution is done for: its mail was answered or handed on. */
  async #commit(hot: HotExecution, mail: readonly Mail[], records: readonly Record[]): Promise<boolean> {
    const header = nextHeader(hot);
    const chunk = this.#encoder.encode({
      at: hot.execution.lastAt,
      firstEventId: firstEvent(hot, records),
      records,
    });
    try {
      const outcome = await this.#services.store.commit({ header, chunk });
      if (outcome === 'committed') {
        // A crash on this line loses nothing: obligations follow from the journal, and recovery meets them again.
        // Meeting them before the commit would run a task that no history asked for.
        hot.header = header;
        this.#services.committed(hot, records, chunk.byteLength);
        return true;
      }
      this.#services.stale(hot, [...mail, ...hot.mailbox.splice(0)]);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      // Memory is ahead of the disk now: this copy must go, whatever its callers do next.
      for (const letter of [...mail, ...hot.mailbox.splice(0)]) letter.reject(error);
      this.#services.stale(hot, []);
    }
    return false;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** A turn of its own accord: steps left, timers due. */
const GO: Mail = { signal: { type: 'go' }, resolve: () => {}, reject: () => {} };

function nextHeader({ execution, header }: HotExecution): Header {
  const due = obligations(execution);
  const { stoppedAt } = execution;
  return {
    id: header.id,
    machine: header.machine,
    revision: header.revision,
    name: header.name,
    status: execution.status,
    startedAt: execution.startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
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
