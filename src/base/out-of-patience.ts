import { StateError } from './state-error.ts';

/**
 * Control flow, like no other error: the expressions of a turn have held this thread for long enough. It unwinds out of
 * `decide` and leaves the execution half changed; that copy is thrown away, and the turn is decided on another thread.
 */
export class OutOfPatience extends Error {
  override readonly name = 'OutOfPatience';
}

/** The other thread did not survive the turn, or took too long over it: the expression that goes on for so long fails here. */
export class GivenUp extends StateError {
  readonly reason: 'memory' | 'time';

  constructor(reason: GivenUp['reason']) {
    super('States.Runtime', reason === 'memory' ? 'It needs too much memory.' : 'It takes too long.');
    this.reason = reason;
  }
}
