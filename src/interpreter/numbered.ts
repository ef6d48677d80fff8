/**
 * Things by small numbers that are given out one after the other. A Map of those took a fifth of an iteration's time;
 * here what was taken out leaves a hole of eight bytes, which is less than its records keep on disk.
 */
export class Numbered<Value> {
  #values: (Value | undefined)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(number: number): Value | undefined {
    return this.#values[number];
  }

  set(number: number, value: Value): void {
    while (this.#values.length < number) this.#values.push(undefined);
    if (this.#values[number] === undefined) this.#size++;
    this.#values[number] = value;
  }

  delete(number: number): void {
    if (this.#values[number] === undefined) return;
    this.#values[number] = undefined;
    this.#size--;
  }

  clear(): void {
    this.#values = [];
    this.#size = 0;
  }

  /** By their numbers. */
  *entries(): Generator<[number, Value]> {
    if (this.#size === 0) return;
    for (const [number, value] of this.#values.entries()) if (value !== undefined) yield [number, value];
  }

  *values(): Generator<Value> {
    for (const [, value] of this.entries()) yield value;
  }
}
