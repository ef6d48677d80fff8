/** `java.util.Random`, bit for bit: AWS's seeded numbers come from it. */
export interface JavaRandom {
  /** 0 <= n < 1. */
  nextDouble(): number;
  /** start <= n < end, both 32-bit integers. */
  intBetween(start: number, end: number): number;
}

const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;

/** @param seed An integer; beyond 2^53 its double counts. */
export function javaRandom(seed: number): JavaRandom {
  let state = (BigInt(seed) ^ MULTIPLIER) & MASK;

  /** The upper `bits` of the next state, as Java's signed int. */
  function next(bits: number): number {
    state = (state * MULTIPLIER + 0xbn) & MASK;
    return Number(BigInt.asIntN(32, state >> BigInt(48 - bits)));
  }

  function below(bound: number): number {
    if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(next(31))) >> 31n);
    for (;;) {
      const bits = next(31);
      const value = bits % bound;
      // The last, incomplete run of `bound` numbers is thrown away; Java sees it by an overflow.
      if (bits - value + (bound - 1) < 2 ** 31) return value;
    }
  }

  return {
    nextDouble: () => (next(26) * 2 ** 27 + next(27)) * 2 ** -53,
    intBetween(start, end) {
      if (end - start < 2 ** 31) return start + below(end - start);
      for (;;) {
        const value = next(32);
        if (value >= start && value < end) return value;
      }
    },
  };
}
