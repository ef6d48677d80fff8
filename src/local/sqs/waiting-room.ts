import type { Clock } from '../../base/clock.ts';

/** Those who poll a queue that has nothing for them now. */
export class WaitingRoom {
  readonly #clock: Clock;
  /** In the order in which they came. */
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves when somebody calls `wake`, after `ms`, or when the signal is aborted, whichever is first; a wake-up goes
   * to the one that has waited longest.
   */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting.delete(leave);
        signal.removeEventListener('abort', leave);
        cancel();
        resolve();
      };
      const cancel = this.#clock.after(ms, leave);
      signal.addEventListener('abort', leave);
      this.#waiting.add(leave);
    });
  }

  wake(count: number): void {
    for (const leave of [...this.#waiting].slice(0, count)) leave();
  }

  wakeAll(): void {
    this.wake(this.#waiting.size);
  }
}
