import { setTimeout as sleep } from 'node:timers/promises';
import { apiRequest, Connection } from './connection.ts';
import { eventsOf, loopTurns, MACHINES } from './machines.ts';

/** A history of nearly 25,000 events, read over HTTP in pages of 1,000. Milliseconds, one number for each reading. */
export interface HistoryTimes {
  readonly events: number;
  /** From its first event to its last. */
  readonly whole: number[];
  /** From its last to its first. */
  readonly reverse: number[];
  /** One page, in the middle. */
  readonly page: number[];
}

const TURNS = loopTurns(24_998);
const PAGE = 1000;
const PAUSE_MS = 20;
const READINGS = 5;

export class LongHistory {
  readonly times: HistoryTimes = { events: eventsOf(TURNS), whole: [], reverse: [], page: [] };
  readonly #port: number;
  readonly #connection: Connection;
  readonly #executionArn: string;

  private constructor(port: number, connection: Connection, executionArn: string) {
    this.#port = port;
    this.#connection = connection;
    this.#executionArn = executionArn;
  }

  /** Runs the execution to its end. */
  static async write(port: number): Promise<LongHistory> {
    const connection = new Connection(port);
    const call = async (operation: string, body: object) =>
      JSON.parse(String(await connection.send(apiRequest(port, operation, JSON.stringify(body)))));
    const { executionArn } = await call('StartExecution', {
      stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:loop',
      input: JSON.stringify({ ...MACHINES.loop.input, max: TURNS }),
    });
    while ((await call('DescribeExecution', { executionArn })).status === 'RUNNING') await sleep(PAUSE_MS);
    return new LongHistory(port, connection, executionArn);
  }

  /** In every way, again and again: the first reading of a server that has read no history takes two to three times as long. */
  async read(): Promise<void> {
    for (let reading = 0; reading < READINGS; reading++) await this.#read();
  }

  async #read(): Promise<void> {
    const { events, whole, reverse, page } = this.times;
    const forward = await this.#pages({});
    const backward = await this.#pages({ reverseOrder: true });
    for (const { count } of [forward, backward]) {
      if (count !== events) throw new Error(`the history has ${count} events, not ${events}`);
    }
    whole.push(forward.ms);
    reverse.push(backward.ms);
    const before = performance.now();
    await this.#page({ nextToken: forward.tokens[forward.tokens.length >> 1] });
    page.push(performance.now() - before);
  }

  close(): void {
    this.#connection.close();
  }

  async #pages(query: object): Promise<{ ms: number; count: number; tokens: readonly string[] }> {
    const bodies: Buffer[] = [];
    const tokens: string[] = [];
    const before = performance.now();
    for (let token: string | undefined; bodies.length === 0 || token !== undefined; ) {
      const body = await this.#page({ ...query, nextToken: token });
      bodies.push(body);
      // The events are not read before the clock has stopped: that is the client's work.
      [, token] =
        /"nextToken":"([^"]+)"/.exec(body.toString('latin1', Math.max(0, body.length - TAIL_BYTES))) ?? [];
      if (token !== undefined) tokens.push(token);
    }
    const ms = performance.now() - before;
    return { ms, count: sum(bodies.map((body) => JSON.parse(String(body)).events.length)), tokens };
  }

  #page(query: object): Promise<Buffer> {
    const body = JSON.stringify({ executionArn: this.#executionArn, maxResults: PAGE, ...query });
    return this.#connection.send(apiRequest(this.#port, 'GetExecutionHistory', body));
  }
}

/** The token is the last member of an answer. */
const TAIL_BYTES = 1000;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
