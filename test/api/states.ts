import assert from 'node:assert/strict';
import { createInProcessApi } from '../../src/api/in-process.ts';
import { createStatesService } from '../../src/api/protocol.ts';
import type { Scope } from '../../src/base/arn.ts';
import type { HttpService, ServiceResponse } from '../../src/base/http-service.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
import type { LogGroupName } from '../../src/base/log-groups.ts';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { FakeEngine } from './fake-engine.ts';

export const SCOPE: Scope = { region: 'us-east-1', account: '123456789012' };
export const ROLE = 'arn:aws:iam::123456789012:role/r';
export const DEFINITION = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}';
/** Where the clock starts; it stands still but for `wait`. */
export const START = Date.UTC(2026, 0, 1) + 123;

/** The API on a fake engine and an empty store. */
export class States {
  readonly engine: FakeEngine;
  readonly service: HttpService;
  readonly inProcess: Server['inProcess'];
  readonly #server: Server;
  readonly #scope: Scope;

  constructor(server = newServer(), scope = SCOPE) {
    this.engine = server.engine;
    this.service = server.service;
    this.inProcess = server.inProcess;
    this.#server = server;
    this.#scope = scope;
  }

  /** The same server, as a caller of another account or region meets it. */
  from(other: Partial<Scope>): States {
    return new States(this.#server, { ...SCOPE, ...other });
  }

  wait(ms: number): void {
    this.#server.clock.now += ms;
  }

  /** The answer of an operation that succeeds. */
  async call(operation: string, input: object): Promise<JsonObject> {
    const answer = await this.send(operation, JSON.stringify(input));
    assert.equal(answer.status, 200, String(answer.body));
    return parsed(answer);
  }

  /** Asserts that an operation is refused with this code and message. */
  async refuses(operation: string, input: object, code: string, message?: string | RegExp): Promise<void> {
    const answer = await this.send(operation, JSON.stringify(input));
    const body = parsed(answer);
    assert.deepEqual([answer.status, body.__type], [400, code], String(answer.body));
    if (typeof message === 'string') assert.equal(body.message, message);
    else if (message !== undefined) assert.match(String(body.message), message);
  }

  send(
    operation: string,
    body: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ServiceResponse> {
    return this.service.handle({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AWSStepFunctions.${operation}`,
        ...headers,
      },
      body: Buffer.from(body),
      scope: this.#scope,
      requestId: 'r',
      signal: AbortSignal.timeout(1000),
    });
  }

  /** A machine's ARN. */
  async machine(name = 'm'): Promise<string> {
    const made = await this.call('CreateStateMachine', { name, definition: DEFINITION, roleArn: ROLE });
    return text(made.stateMachineArn);
  }

  /** A running execution's ARN. */
  async execution(name = 'e', input = '{}'): Promise<string> {
    const stateMachineArn = await this.machine();
    return text((await this.call('StartExecution', { stateMachineArn, name, input })).executionArn);
  }

  /** The ARN of a machine's next version, of a revision of its own. */
  async version(stateMachineArn: string, comment: string): Promise<string> {
    const definition = JSON.stringify({ Comment: comment, ...JSON.parse(DEFINITION) });
    const published = await this.call('UpdateStateMachine', { stateMachineArn, definition, publish: true });
    return text(published.stateMachineVersionArn);
  }

  /** The ARN of an alias; one route unless two are given. */
  async alias(name: string, ...versions: readonly string[]): Promise<string> {
    const weight = 100 / versions.length;
    const routingConfiguration = versions.map((stateMachineVersionArn) => ({
      stateMachineVersionArn,
      weight,
    }));
    return text(
      (await this.call('CreateStateMachineAlias', { name, routingConfiguration })).stateMachineAliasArn,
    );
  }

  async activity(name = 'a'): Promise<string> {
    return text((await this.call('CreateActivity', { name })).activityArn);
  }
}

/** What all callers of one server share. */
interface Server {
  readonly clock: { now: number };
  readonly engine: FakeEngine;
  readonly service: HttpService;
  readonly inProcess: ReturnType<typeof createInProcessApi>;
}

function newServer(): Server {
  const clock = { now: START };
  const now = () => clock.now;
  let uuids = 0;
  const entropy = { random: () => 0, uuid: () => uuidOf(++uuids) };
  const catalog = createCatalog({ store: createMemoryStore(), now, entropy });
  const engine = new FakeEngine(now);
  engine.catalog = catalog;
  const options = {
    ...{ engine, catalog, now, secret: Buffer.from('secret') },
    logGroups: { has: async ({ group }: LogGroupName) => group === 'there' },
  };
  return {
    ...{ clock, engine },
    service: createStatesService(options),
    inProcess: createInProcessApi(options),
  };
}

/** The n-th UUID that a server of these tests draws. */
export function uuidOf(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function text(value: Json | undefined): string {
  assert.equal(typeof value, 'string');
  return String(value);
}

function parsed({ body }: ServiceResponse): JsonObject {
  return JSON.parse(String(body));
}
