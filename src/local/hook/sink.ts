/** Takes events out of the house. */
export interface Sink {
  /**
   * In order. What it has counted it will not be asked for again.
   *
   * @returns how many, from the first on, have arrived.
   */
  deliver(events: readonly string[], signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}
