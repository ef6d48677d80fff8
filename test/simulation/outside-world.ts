import { Payload } from '../../src/base/payload.ts';
import { StateError } from '../../src/base/state-error.ts';
import type { Attempt, Integration } from '../../src/engine/integration.ts';

/** An attempt that has reached the world and was not answered. */
interface Received {
  readonly attempt: Attempt;
  succeed(): void;
  fail(error: string): void;
}

/** A result, or the promise of one that fails. */
export type AnswerTo = (attempt: Attempt) => Payload | Promise<Payload>;

/** A token that somebody outside holds. */
export interface HeldToken {
  readonly token: string;
  /** How many of the calls with it were told that they ended its task. */
  wins: number;
}

/** Whatever tasks reach, workers and whoever gets a token included. It outlives every process. */
export class OutsideWorld {
  readonly violations: string[] = [];
  readonly tokens: HeldToken[] = [];
  /** Not answered, and asked by a process that lives. */
  waiting: Received[] = [];
  sent = 0;
  /** Is told of every attempt before it is received. */
  attempted: (attempt: Attempt, process: object) => void = () => {};
  readonly #seen = new Set<string>();
  readonly #answerTo: AnswerTo;
  #answers = 0;

  /** @param answerTo What succeeds with what; default: everything, with a result that no other answer has. */
  constructor(answerTo: AnswerTo = () => Payload.fromText(this.uniqueOutput())) {
    this.#answerTo = answerTo;
  }

  /** The world as a process meets it. */
  integration(process: { readonly isDead: boolean }): Integration {
    return {
      // What a process that is gone still seems to do has never left it.
      send: (attempt, signal) => {
        if (process.isDead) return new Promise(() => {});
        this.attempted(attempt, process);
        return this.#receive(attempt, signal);
      },
    };
  }

  hold(token: string): void {
    if (!this.tokens.some((held) => held.token === token)) this.tokens.push({ token, wins: 0 });
  }

  /** A result that no other answer has. */
  uniqueOutput(): string {
    return `{"answer":${++this.#answers}}`;
  }

  /** Whoever has asked is gone. */
  forget(): void {
    this.waiting = [];
  }

  take(received: Received): void {
    this.waiting = this.waiting.filter((other) => other !== received);
  }

  #receive(attempt: Attempt, signal: AbortSignal): Promise<Payload> {
    this.sent++;
    // Of an Express execution, ids are unique in one process; it may run once more in another.
    const isInMemory = EXPRESS.test(attempt.executionArn);
    if (this.#seen.has(attempt.id) && !isInMemory)
      this.violations.push(`attempt ${attempt.id} was sent twice`);
    if (!isInMemory) this.#seen.add(attempt.id);
    for (const [token] of attempt.parameters.text.matchAll(TOKEN)) this.hold(token);
    return new Promise((resolve, reject) => {
      const received = {
        attempt,
        succeed: () => resolve(this.#answerTo(attempt)),
        fail: (error: string) => reject(new StateError(error, 'by chance')),
      };
      this.waiting.push(received);
      signal.addEventListener('abort', () => this.take(received), { once: true });
    });
  }
}

/** Those of Map Runs have a label, and a journal. */
const EXPRESS = /:express:[^:/]+:/;

/** As the engine makes them, wherever they stand. */
const TOKEN = /(?<=")A[\w-]{49}(?=")/g;
