import { createHmac } from 'node:crypto';

/** Two names of one attempt, neither of which says anything about the other. */
export interface AttemptNames {
  /** Says that a call was received. */
  readonly mark: string;
  /** Names its answer: only who was called with it can answer. */
  readonly ticket: string;
}

/** What attempts are called in the files of processes, where functions may look. */
export class Tickets {
  readonly #secret: Buffer;

  /** @param secret The same as long as the data is the same: other data has other names. */
  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  of(attemptId: string): AttemptNames {
    const digits = createHmac('sha256', this.#secret).update(`spool ${attemptId}`).digest('hex');
    return { mark: digits.slice(0, 32), ticket: digits.slice(32) };
  }
}
