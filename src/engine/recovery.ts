import type { Clock } from '../base/clock.ts';
import type { Report } from '../base/operator-event.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { ExecutionId, Store } from '../store/store.ts';
import { ATTENTION } from './attention.ts';
import type { Children } from './children.ts';
import type { Executions } from './executions.ts';
import type { HotExecution } from './hot-execution.ts';
import type { MapChildren } from './map-children.ts';
import { type Sender, unknownOutcome } from './sender.ts';
import type { Tally } from './tally.ts';
import type { WakeUps } from './wake-ups.ts';

/** Between two scans; a wake-up lost for any reason costs at most this. */
const SCAN_EVERY_MS = 5_000;
/** Executions that are looked at in one go: to load one may take 0.1 ms, and everything else waits meanwhile. */
const PAGE = 100;
const PAUSE_MS = 1;
/** Of executions that only a lost message can concern, how many are looked at in one scan. */
const AGAIN_MAX = 500;

export interface RecoveryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly executions: Executions;
  readonly wakeUps: WakeUps;
  readonly sender: Sender;
  readonly tally: Tally;
  readonly children: Children;
  readonly mapChildren: MapChildren;
  post(hot: HotExecution, signal: Signal): Promise<boolean>;
  /** Offers its waiting attempts to the activities' workers. */
  offer(hot: HotExecution): void;
  /** All that earlier processes have sent is resolved but these attempts, which are being resolved. */
  readonly recovered: (underWay: readonly string[]) => void;
  readonly report?: Report | undefined;
  readonly onDefect: (error: unknown) => void;
}

/** A scan that repeats. */
interface Loop {
  readonly scan: () => Promise<void>;
  cancel: () => void;
  underWay: Promise<void> | undefined;
}

/** Executions that many may be and stay, and where the next look at them begins; undefined: none was made yet. */
interface Round {
  readonly bits: number;
  readonly look: (id: ExecutionId) => Promise<void>;
  after: ExecutionId | undefined;
}

/**
 * Finds every execution that needs this engine and is not in its hands: after a crash, and whenever anything
 * was lost on the way. A scan that repeats, never an event at start-up.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  /** Several, since timers and attempts must not wait until all who wait for others have been looked at. */
  readonly #loops: readonly Loop[];
  #isClosed = false;
  /** What the first scan has found; undefined once it was told. */
  #found: number | undefined = 0;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    const rounds: Round[] = [
      { bits: ATTENTION.pooled, look: (id) => this.#recover(id), after: undefined },
      { bits: ATTENTION.children, look: (id) => this.#lookAtChild(id), after: undefined },
    ];
    const scans = [() => this.#scanAll(), ...rounds.map((round) => () => this.#goRound(round))];
    this.#loops = scans.map((scan) => ({
      ...{ scan, cancel: () => {}, underWay: undefined },
    }));
  }

  /** The first scans; the next ones follow by themselves. */
  async start(): Promise<void> {
    await this.#options.wakeUps.refill();
    for (const loop of this.#loops) this.#again(loop, 0);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { cancel } of this.#loops) cancel();
    await Promise.all(this.#loops.map(({ underWay }) => underWay));
  }

  #again(loop: Loop, ms: number): void {
    if (this.#isClosed) return;
    loop.cancel = this.#options.clock.after(ms, () => {
      loop.underWay = loop.scan().then(
        () => this.#again(loop, SCAN_EVERY_MS),
        (error: unknown) => {
          if (!(error instanceof Unavailable)) return this.#options.onDefect(error);
          this.#again(loop, SCAN_EVERY_MS);
        },
      );
    });
  }

  async #scanAll(): Promise<void> {
    await this.#options.wakeUps.refill();
    const bits = ATTENTION.sending | ATTENTION.steps;
    const end = await this.#walk(bits, { after: 0 }, (id) => this.#recover(id));
    if (end === 0 && !this.#isClosed) this.#tellFound();
  }

  #tellFound(): void {
    if (this.#found === undefined) return;
    const { report, tally, sender, recovered } = this.#options;
    recovered(sender.attemptsUnderWay);
    const [executions, unknownOutcomes] = [this.#found, tally.unknown];
    this.#found = undefined;
    if (executions === 0) return;
    const message = `recovery looked after ${executions} executions; attempts with an unknown outcome: ${unknownOutcomes}`;
    report?.({ event: 'recovered', level: 'info', message, fields: { executions, unknownOutcomes } });
  }

  /**
   * All of them once; afterwards, when only a lost message is left to be found, some of them a scan: many may wait, and to
   * look at one may mean to load it.
   */
  async #goRound(round: Round): Promise<void> {
    const { bits, look, after = 0 } = round;
    const most = round.after === undefined ? Number.POSITIVE_INFINITY : AGAIN_MAX;
    round.after = await this.#walk(bits, { after, most }, look);
  }

  /** @returns the last one it has looked at; 0 when it has come to the end. */
  async #walk(
    bits: number,
    { after: from, most = Number.POSITIVE_INFINITY }: { readonly after: ExecutionId; readonly most?: number },
    look: (id: ExecutionId) => Promise<void>,
  ): Promise<ExecutionId> {
    let after = from;
    for (let count = 0; count < most; count += PAGE) {
      const page = await this.#options.store.attentive(bits, after, PAGE);
      for (const { id } of page) {
        if (this.#isClosed) return after;
        await look(id);
        after = id;
      }
      if (page.length < PAGE) return 0;
      await this.#pause();
    }
    return after;
  }

  /** What is read from memory and disk is there at once: without a pause nothing else would have a turn. */
  async #pause(): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => this.#options.clock.after(PAUSE_MS, resolve));
  }

  async #lookAtChild(id: ExecutionId): Promise<void> {
    const { executions, children, mapChildren } = this.#options;
    await children.look(id);
    const hot = await executions.get(id);
    if (hot !== undefined) await mapChildren.look(hot);
  }

  /**
   * Looks once after each copy that was loaded, whoever has loaded it: a caller may have asked for the execution
   * before the scan came to it. What began here is in the hands of its turns and its sender.
   */
  async #recover(id: ExecutionId): Promise<void> {
    const { executions, sender, tally, post, offer } = this.#options;
    const hot = await executions.get(id);
    if (hot?.inherited === undefined) return;
    const { inherited } = hot;
    hot.inherited = undefined;
    if (this.#found !== undefined) this.#found++;
    offer(hot);
    for (const attempt of inherited) {
      if (sender.isSending(id, attempt) || sender.resume(hot, attempt)) continue;
      if (await post(hot, unknownOutcome(hot, attempt)))
        tally.lost(hot.execution.identity.executionArn, attempt);
    }
    await post(hot, { type: 'go' });
  }
}
