import type { JsonObject } from '../../src/base/json.ts';
import { ApiError, type Client } from '../../src/cli/client.ts';

/** A client without a server, for tests: it answers from a script and keeps what it was asked. */
export interface ScriptedClient extends Client {
  readonly calls: { readonly operation: string; readonly input: JsonObject }[];
}

/** @param answer Called for each operation of Step Functions and CloudWatch Logs; an `__type` in the answer makes it an error. */
export function scriptedClient(answer: (operation: string, input: JsonObject) => JsonObject): ScriptedClient {
  const calls: { operation: string; input: JsonObject }[] = [];
  const ask = async (operation: string, input: JsonObject) => {
    calls.push({ operation, input });
    const result = answer(operation, input);
    const code = result.__type;
    if (typeof code === 'string') throw new ApiError(code, 'as scripted');
    return result;
  };
  return {
    calls,
    states: ask,
    logs: ask,
    xray: ask,
    lambda: async () => ({}),
  };
}

/** Answers GetExecutionHistory from a list, a few events a page, as a server does. */
export function historyAnswer(
  events: readonly JsonObject[],
  input: JsonObject,
  pageLength: number,
): JsonObject {
  const ordered = input.reverseOrder === true ? events.toReversed() : events;
  const start = Number(input.nextToken ?? 0);
  const end = start + pageLength;
  const page = { events: ordered.slice(start, end) };
  return end < ordered.length ? { ...page, nextToken: String(end) } : page;
}
