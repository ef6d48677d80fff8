/** A map that takes no room until something is in it: see `LazySet`. */
export class LazyMap<Key, Value> {
  #values: Map<Key, Value> | undefined;

  get size(): number {
    return this.#values?.size ?? 0;
  }

  get(key: Key): Value | undefined {
    return this.#values?.get(key);
  }

  has(key: Key): boolean {
    return this.#values?.has(key) === true;
  }

  set(key: Key, value: Value): void {
    this.#values ??= new Map();
    this.#values.set(key, value);
  }

  delete(key: Key): void {
    this.#values?.delete(key);
  }

  /** In the order in which they were first set. */
  keys(): MapIterator<Key> {
    return (this.#values ?? NONE).keys();
  }

  values(): MapIterator<Value> {
    return (this.#values ?? NONE).values();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return (this.#values ?? NONE).entries();
  }
}

const NONE: ReadonlyMap<never, never> = new Map<never, never>();
