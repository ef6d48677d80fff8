import type { JsonObject } from '../../src/base/json.ts';
import type { Answer, SimulatedServer } from './simulated-server.ts';

export interface CallerOptions {
  readonly server: () => SimulatedServer;
  /** Tells the story. */
  say(line: () => string): void;
  /** Every answer, in order. */
  heard(text: string): void;
}

/** Calls, and does not wait: the answer may never come. */
export class Caller {
  readonly violations: string[] = [];
  answers = 0;
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  ask(
    operation: string,
    input: JsonObject,
    done: (answer: Answer) => void,
    refused: (answer: Answer) => void = () => {},
  ): void {
    const { server, say, heard } = this.#options;
    const process = server();
    if (process.isDead) return;
    say(() => `${operation} ${JSON.stringify(input)}`);
    process.call(operation, input).then(
      (answer) => {
        const { status, text } = answer;
        heard(text);
        say(() => `    ${operation}: ${status} ${text}`);
        this.answers++;
        if (status === 200) done(answer);
        else if (status === 400) refused(answer);
        else if (status !== 503) this.violations.push(`${operation} was answered with ${status} ${text}`);
      },
      (error: unknown) => {
        this.violations.push(`${operation} has failed: ${error instanceof Error ? error.stack : error}`);
      },
    );
  }
}
