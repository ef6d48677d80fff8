import { Payload } from '../../src/base/payload.ts';
import { StateError } from '../../src/base/state-error.ts';
import type { Attempt, Integration } from '../../src/engine/integration.ts';

/** An attempt that has reached the world and was not answered. */
interface Received {
  readonly attempt: Attempt;
  succeed(): void;
  fail(error: string): void;
}

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
  readonly #seen = new Set<string>();
  #answers = 0;

  /** The world as a process meets it. */
  integration(process: { readonly isDead: boolean }): Integration {
    return {
      // What a process that is gone still seems to do has never left it.
      send: (attempt, signal) => (process.isDead ? new Promise(() => {}) : this.#receive(attempt, signal)),
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
    if (this.#seen.has(attempt.id)) this.violations.push(`attempt ${attempt.id} was sent twice`);
    this.#seen.add(attempt.id);
    const token = tokenIn(attempt.parameters);
    if (token !== undefined) this.hold(token);
    return new Promise((resolve, reject) => {
      const received = {
        attempt,
        succeed: () => resolve(Payload.fromText(this.uniqueOutput())),
        fail: (error: string) => reject(new StateError(error, 'by chance')),
      };
      this.waiting.push(received);
      signal.addEventListener('abort', () => this.take(received), { once: true });
    });
  }
}

function tokenIn({ value }: Payload): string | undefined {
  // As the generated machines hand tokens on; anything else has none.
  const { Payload: payload } = (value ?? {}) as { readonly Payload?: { readonly token?: unknown } };
  return typeof payload?.token === 'string' ? payload.token : undefined;
}
