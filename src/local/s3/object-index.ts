/** The objects of a bucket by key, in the order that S3 lists them: by the bytes of their UTF-8. */
export class ObjectIndex<Value> {
  readonly #values = new Map<string, Value>();
  #keys: string[] = [];
  #isSorted = true;

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  values(): Iterable<Value> {
    return this.#values.values();
  }

  /** Many at once: they are put in order when somebody asks. */
  load(key: string, value: Value): void {
    this.#values.set(key, value);
    this.#keys.push(key);
    this.#isSorted = false;
  }

  set(key: string, value: Value): void {
    if (!this.#values.has(key))
      this.#sorted().splice(
        this.#first((other) => compareKeys(other, key) >= 0),
        0,
        key,
      );
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key))
      this.#sorted().splice(
        this.#first((other) => compareKeys(other, key) >= 0),
        1,
      );
  }

  /** The first key that is not before this one. */
  from(key: string): string | undefined {
    const first = this.#first((other) => compareKeys(other, key) >= 0);
    return this.#keys[first];
  }

  /** The first key behind this one. */
  after(key: string): string | undefined {
    return this.#keys[this.#first((other) => compareKeys(other, key) > 0)];
  }

  /** The first key behind this one and behind all that start with it. */
  behind(prefix: string): string | undefined {
    return this.#keys[this.#first((other) => compareKeys(other, prefix) > 0 && !other.startsWith(prefix))];
  }

  /** @param isThere False up to some key, and true from it on. */
  #first(isThere: (key: string) => boolean): number {
    const keys = this.#sorted();
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isThere(keys[middle] ?? '')) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #sorted(): string[] {
    if (!this.#isSorted) {
      this.#keys.sort(compareKeys);
      this.#isSorted = true;
    }
    return this.#keys;
  }
}

/** As their bytes in UTF-8 compare: other than in UTF-16, surrogates come last there. */
export function compareKeys(a: string, b: string): number {
  const bytesMax = Math.min(a.length, b.length);
  for (let at = 0; at < bytesMax; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;

  function isSurrogate(unit: number): boolean {
    return unit >= 0xd800 && unit <= 0xdfff;
  }
}
