/** Where chance comes from; production uses `node:crypto`, tests a seed. */
export interface Entropy {
  /** 0 <= n < 1. */
  random(): number;
  /** A version 4 UUID. */
  uuid(): string;
}
