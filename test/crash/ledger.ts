import type { Span, Timer } from './history.ts';
import type { Kind } from './machines.ts';

/** What the driver knows of one execution, from answers it has read to their ends. */
export interface Known {
  readonly arn: string;
  readonly kind: Kind;
  readonly startDate: number;
  readonly timer: Timer | undefined;
  /** Its events as far as they were read. */
  history: readonly string[];
  /** DescribeExecution's answer, once it had ended. */
  end: string | undefined;
  /** What an acknowledged StopExecution answered. */
  stopDate: number | undefined;
  /** A stop was sent, whatever became of it. */
  mayBeAborted: boolean;
  /** Redrives that were sent, whatever became of them, by their tokens. */
  readonly redrives: Set<string>;
  /** Of these, those that may still happen. */
  readonly redriving: Set<string>;
  /** Those that were acknowledged. */
  redriven: number;
  /** Acknowledged task results that must be in the history. */
  readonly results: string[];
}

/** A start under a name of the driver's own, which can be repeated. */
export interface NamedStart {
  readonly kind: Kind;
  readonly name: string;
  readonly input: string;
  readonly timer: Timer | undefined;
}

export interface Redrive {
  readonly known: Known;
  readonly clientToken: string;
}

/** The driver's own record of what was acknowledged. The server never sees it, and dies without it. */
export class Ledger {
  readonly known = new Map<string, Known>();
  /** Named starts that got no answer: they may or may not have happened. */
  readonly unanswered: NamedStart[] = [];
  readonly named: NamedStart[] = [];
  /** Redrives that got no answer. */
  readonly unansweredRedrives: Redrive[] = [];
  /** When the functions' processes were killed, too. */
  readonly functionKills: Span[] = [];
  readonly violations: string[] = [];
  readonly #tokens = new Set<string>();
  acks = 0;
  starts = 0;
  stops = 0;
  redrives = 0;

  started(start: { arn: string; kind: Kind; startDate: number; timer: Timer | undefined }): void {
    this.starts++;
    const before = this.known.get(start.arn);
    if (before === undefined) {
      const unseen = { history: [], end: undefined, stopDate: undefined, mayBeAborted: false, results: [] };
      const redrives = { redrives: new Set<string>(), redriving: new Set<string>(), redriven: 0 };
      this.known.set(start.arn, { ...start, ...unseen, ...redrives });
    } else if (before.startDate !== start.startDate) {
      this.violations.push(
        `${start.arn} was started at ${before.startDate}, and again at ${start.startDate}`,
      );
    }
  }

  /** A task was handed to a worker: to one worker. */
  handedOut(token: string): void {
    if (this.#tokens.has(token)) this.violations.push(`an activity's task was handed out twice: ${token}`);
    this.#tokens.add(token);
  }

  get open(): Known[] {
    return [...this.known.values()].filter(({ end }) => end === undefined);
  }
}
