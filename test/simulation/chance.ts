import type { Entropy } from '../../src/base/entropy.ts';
import { seeded } from '../interpreter/small-world.ts';

/** Chance that follows from a seed. */
export class Chance {
  readonly #entropy: Entropy;

  constructor(seed: number) {
    this.#entropy = seeded(seed);
  }

  /** 0 <= n < limit, whole. */
  below(limit: number): number {
    return Math.floor(this.#entropy.random() * limit);
  }

  /** True so often, of 1. */
  is(likelihood: number): boolean {
    return this.#entropy.random() < likelihood;
  }

  /** undefined where there is nothing. */
  oneOf<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }

  /** A seed of its own for a part that may be left out. */
  seed(): number {
    return this.below(2 ** 31);
  }

  random(): number {
    return this.#entropy.random();
  }

  uuid(): string {
    const digits = Array.from({ length: 8 }, () => this.below(65_536).toString(16).padStart(4, '0'));
    const [a, b, c, d, e, f, g, h] = digits;
    return `${a}${b}-${c}-4${d?.slice(1)}-a${e?.slice(1)}-${f}${g}${h}`;
  }
}
