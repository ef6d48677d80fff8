import type { JsonObject } from '../../src/base/json.ts';
import { ApiError } from '../../src/cli/client.ts';
import type { Aws } from '../../src/cli/deploy/aws.ts';

/** AWS's APIs without a server, for tests: each call is a line, and a table answers. */
export interface ScriptedAws extends Aws {
  /** `states CreateStateMachine`, `lambda POST /2015-03-31/functions`. */
  readonly lines: string[];
  readonly inputs: unknown[];
}

/** What a call that begins with the key is answered with: JSON, XML for the Query protocol, or an error's code. */
export type Script = Readonly<Record<string, JsonObject | string | { readonly refuse: string }>>;

export function scriptedAws(script: Script = {}): ScriptedAws {
  const lines: string[] = [];
  const inputs: unknown[] = [];
  const answer = (line: string, input: unknown): JsonObject | string => {
    lines.push(line);
    inputs.push(input);
    const [, found = {}] = Object.entries(script).find(([key]) => line.startsWith(key)) ?? [];
    if (typeof found === 'object' && typeof found.refuse === 'string')
      throw new ApiError(found.refuse, 'as scripted');
    // What is no refusal is an answer.
    return found as JsonObject | string;
  };
  const object = (found: JsonObject | string): JsonObject => (typeof found === 'string' ? {} : found);
  return {
    ...{ lines, inputs, region: 'us-east-1', endpoint: 'http://127.0.0.1:8083' },
    json: async (service, operation, input) => object(answer(`${service} ${operation}`, input)),
    query: async (service, action, fields) => {
      const found = answer(`${service} ${action}`, fields);
      return typeof found === 'string' ? found : '';
    },
    rest: async (service, { method, path, body }) => object(answer(`${service} ${method} ${path}`, body)),
  };
}
