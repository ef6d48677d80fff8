import assert from 'node:assert/strict';
import { createStatesService } from '../../src/api/protocol.ts';
import type { Scope } from '../../src/base/arn.ts';
import type { HttpService, ServiceResponse } from '../../src/base/http-service.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
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
  #now = START;
  readonly engine = new FakeEngine(() => this.#now);
  readonly service: HttpService;

  constructor() {
    const now = () => this.#now;
    let uuids = 0;
    const entropy = { random: () => 0, uuid: () => uuidOf(++uuids) };
    const catalog = createCatalog({ store: createMemoryStore(), now, entropy });
    this.service = createStatesService({ engine: this.engine, catalog, now, secret: Buffer.from('secret') });
  }

  wait(ms: number): void {
    this.#now += ms;
  }

  /** The answer of an operation that succeeds. */
  async call(operation: string, input: object, scope = SCOPE): Promise<JsonObject> {
    const answer = await this.send(operation, JSON.stringify(input), scope);
    assert.equal(answer.status, 200, String(answer.body));
    return parsed(answer);
  }

  /** Asserts that an operation is refused with this code and message. */
  async refuses(
    operation: string,
    input: object,
    code: string,
    message?: string | RegExp,
    scope = SCOPE,
  ): Promise<void> {
    const answer = await this.send(operation, JSON.stringify(input), scope);
    const body = parsed(answer);
    assert.deepEqual([answer.status, body.__type], [400, code], String(answer.body));
    if (typeof message === 'string') assert.equal(body.message, message);
    else if (message !== undefined) assert.match(String(body.message), message);
  }

  send(operation: string, body: string | Buffer, scope = SCOPE): Promise<ServiceResponse> {
    return this.service.handle({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AWSStepFunctions.${operation}`,
      },
      body: Buffer.from(body),
      scope,
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

  async activity(name = 'a'): Promise<string> {
    return text((await this.call('CreateActivity', { name })).activityArn);
  }
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
