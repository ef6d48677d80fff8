/** What a process can say about itself. */
export interface Vitals {
  /** Bytes that the program holds, garbage that was not collected yet included. */
  memoryBytes(): number;
  /** A clock that nobody sets. */
  elapsedMs(): number;
  /** What the thread has had of a processor: it stands still while other processes have it. */
  workedMs(): number;
  /** Calls back once everything that is ready now has had its turn. */
  afterThisTurn(callback: () => void): void;
}
