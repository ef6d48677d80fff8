import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, clientOfOwn } from '../../src/cli/client.ts';
import { type Server, startServer } from '../../src/server.ts';
import { asRecorded, call } from './calls.ts';
import { type Difference, differencesOf, renumbered } from './difference.ts';
import { type Rule, withPlaceholders } from './placeholders.ts';
import { RECORDED, type RecordedFunction, type Records } from './recorded-case.ts';
import { functionOf } from './recorded-function.ts';
import { sorted } from './tree.ts';

/** One call of TestState on AWS. */
export interface RecordedStateTest {
  readonly id: string;
  readonly params: { readonly definition: string; readonly input?: string };
  readonly expected: Readonly<Record<string, unknown>>;
  readonly transformers: readonly Rule[];
}

/** undefined where the records are not. */
export function readStateTests(): readonly RecordedStateTest[] | undefined {
  const file = join(RECORDED, 'test_state.jsonl');
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Repeats recorded calls of TestState on a server of its own. */
export class StateTestPlayer implements AsyncDisposable {
  readonly #server: Server;
  readonly #client: Client;

  private constructor(server: Server) {
    this.#server = server;
    this.#client = clientOfOwn(server);
  }

  static async start(): Promise<StateTestPlayer> {
    const account = '000000000000';
    const options = { port: 0, host: '127.0.0.1', data: undefined, auth: 'off', account } as const;
    return new StateTestPlayer(await startServer(options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
  }

  async differences(one: RecordedStateTest, { head, tail }: Records['standard']): Promise<Difference[]> {
    const recorded = functionIn(one);
    if (recorded !== undefined) {
      await this.#client.lambda('POST', '/2015-03-31/functions', functionOf(recorded));
    }
    const answer = await call(this.#server.url, 'TestState', one.params);
    const ours = { answer: asRecorded(one.expected, 'TestState', answer) };
    const seen = withPlaceholders(ours, [...head, ...one.transformers, ...tail]);
    return differencesOf(renumbered(sorted({ answer: one.expected })), renumbered(seen));
  }
}

/** The function that a test without a mock calls. The record has what came of it, not what it is. */
function functionIn({ id, params }: RecordedStateTest): RecordedFunction | undefined {
  if (!/::test_base_lambda_(service_)?task_state\[/.test(id)) return undefined;
  const name = /lambda_func_\w+/.exec(`${params.definition}${params.input}`)?.[0] ?? '';
  const returns = id.includes('_service_') ? {} : 'HelloWorld!';
  const behaviour = { does: 'returns a constant', returns };
  return { name, runtime: 'python3.12', handler: 'handler.handler', behaviour };
}
