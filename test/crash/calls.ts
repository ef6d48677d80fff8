import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../src/base/json.ts';
import { type Client, createClient } from '../../src/cli/client.ts';

const ANSWER_MS_MAX = 15_000;

/** Signed calls to one life of the server; each is answered in time or is a violation. */
export class Calls {
  readonly #client: Client;

  constructor(endpoint: string) {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    this.#client = createClient({ endpoint, region: 'us-east-1', credentials });
  }

  /** @throws Unavailable when the server has died; ApiError when it refuses. */
  async states(operation: string, input: JsonObject): Promise<JsonObject> {
    const late = new AbortController();
    const deadline = sleep(ANSWER_MS_MAX, undefined, { signal: late.signal }).then(() => {
      throw new Error(`${operation} had no answer within ${ANSWER_MS_MAX} ms`);
    });
    deadline.catch(() => {});
    try {
      return await Promise.race([this.#client.states(operation, input), deadline]);
    } finally {
      late.abort();
    }
  }

  /** A long poll: only the server's end or `signal` cuts it short. */
  async poll(input: JsonObject, signal: AbortSignal): Promise<JsonObject | undefined> {
    const given = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const answer = this.#client.states('GetActivityTask', input);
    // Nobody may be left to hear how it ended.
    answer.catch(() => {});
    return await Promise.race([answer, given]);
  }
}
