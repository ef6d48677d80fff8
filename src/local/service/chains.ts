/** Does things of one name after one another, and things of different names at the same time. */
export class Chains {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(name);
    const done = (before ?? Promise.resolve()).then(act);
    // Whoever called hears of a failure; who comes next does not care.
    const settled = done.then(
      () => {},
      () => {},
    );
    this.#last.set(name, settled);
    try {
      return await done;
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    }
  }
}
