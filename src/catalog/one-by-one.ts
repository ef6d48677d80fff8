/**
 * Runs changes one after another. Writers of one document that race would send each other back to the start, and of
 * many some would never get through.
 */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  run<Answer>(change: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#last.then(change);
    // A refused change is its caller's business; the next one runs all the same.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}
