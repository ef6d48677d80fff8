/** Express executions of a machine, as attempts are made for them and as the disk has them. */
export class WrittenExpress {
  readonly violations: string[] = [];
  /** Those that were acknowledged, or will be, and have not ended. */
  readonly #onDisk = new Set<string>();
  readonly #wereOnDisk = new Set<string>();
  /** Of each synchronous one, the process that it was run by. */
  readonly #processes = new Map<string, object>();
  /** Whether an attempt of it waits for its answer. */
  readonly #isWaiting: (run: string) => boolean;

  constructor(isWaiting: (run: string) => boolean) {
    this.#isWaiting = isWaiting;
  }

  get unfinished(): readonly string[] {
    return [...this.#onDisk];
  }

  wasOnDisk(run: string): boolean {
    return this.#wereOnDisk.has(run);
  }

  see(run: string, text: string | undefined): void {
    if (text !== undefined) {
      if (this.#wereOnDisk.has(run)) this.violations.push(`express execution ${run} is started twice`);
      this.#onDisk.add(run);
      this.#wereOnDisk.add(run);
      return;
    }
    this.#onDisk.delete(run);
    if (this.#isWaiting(run)) this.violations.push(`express execution ${run} runs, and is forgotten`);
  }

  /** A process makes an attempt for an execution. */
  attempt(executionArn: string, process: object): void {
    const [, name = '', run = ''] = OF_MACHINE.exec(executionArn) ?? [];
    if (run === '') return;
    if (!name.startsWith('sync-')) {
      if (!this.#onDisk.has(run)) this.violations.push(`express execution ${run} runs, and is not on disk`);
      return;
    }
    const before = this.#processes.get(run) ?? process;
    this.#processes.set(run, process);
    if (before !== process) this.violations.push(`synchronous execution ${run} runs once more`);
  }
}

/** A Map Run's have a label behind the name of their machine. */
const OF_MACHINE = /:express:[^:/]+:([^:]+):([^:]+)$/;
