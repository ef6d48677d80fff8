import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPERATIONS } from '../../src/api/operation-table.ts';
import { type Server, startServer } from '../../src/server.ts';
import type { ApiClient, OpenClient, Outcome } from './client.ts';
import { openHttp } from './http-client.ts';
import type { Step } from './script.ts';
import { breachesIn, isTimestamp, MODEL, shapeOf } from './service-model.ts';
import { type Exchange, Wire } from './wire.ts';

const UNTIL_MS_MAX = 10_000;

/** A server on a directory of its own, one client before it, and the wire between them. */
export class Stage implements AsyncDisposable {
  readonly #kept = new Map<string, string>();
  readonly #open = new AsyncDisposableStack();
  #client: ApiClient | undefined;
  #wire: Wire | undefined;

  async open(openClient: OpenClient): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-clients-'));
    this.#open.defer(() => rmSync(directory, { recursive: true, force: true }));
    const config = {
      ...{ port: 0, host: '127.0.0.1', data: join(directory, 'data') },
      ...{ auth: 'sigv4' as const, account: '123456789012' },
    };
    const server: Server = await startServer(config);
    this.#open.defer(() => server.close());
    this.#wire = this.#open.use(await Wire.open(server.url));
    this.#client = this.#open.use(await openClient(this.#wire.url));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync();
  }

  /** Plays a step and holds it against the script and the model. @returns why it cannot be played, or undefined. */
  async play(step: Step): Promise<string | undefined> {
    if (step.needs !== undefined && !isBuilt(step.needs)) return `${step.needs} is not there yet`;
    for (const deadline = Date.now() + UNTIL_MS_MAX; ; ) {
      const wasUnknown = await this.#playOnce(step);
      if (step.keeps === undefined || Object.keys(step.keeps).every((name) => this.#kept.has(name)))
        return wasUnknown;
      if (!isBuilt(step.operation)) return wasUnknown;
      if (Date.now() > deadline) assert.fail(`${step.operation} never had ${Object.values(step.keeps)}`);
    }
  }

  async #playOnce(step: Step): Promise<string | undefined> {
    const [wire, client] = [this.#wire, this.#client];
    assert.ok(wire !== undefined && client !== undefined, 'the stage was never opened');
    const input = this.#filled(step.input);
    const outcome = await client.call(step.operation, input);
    // An old SDK does not know what came after it; what follows needs it all the same.
    if (outcome.kind === 'unknown') {
      await using stand = await openHttp(wire.url);
      this.#check(step, await stand.call(step.operation, input), wire.last());
      return outcome.problem;
    }
    this.#check(step, outcome, wire.last());
    return undefined;
  }

  #check(step: Step, outcome: Outcome, exchange: Exchange): void {
    const { operation } = step;
    assert.equal(exchange.operation, operation);
    assertWire(exchange);
    const body = JSON.parse(exchange.body);
    const refused = isBuilt(operation) ? step.refused : 'UnknownOperationException';
    if (refused !== undefined) {
      assert.deepEqual(outcome, { kind: 'refused', code: refused, message: body.message }, exchange.body);
      return;
    }
    assert.ok(outcome.kind === 'answered', JSON.stringify(outcome));
    assert.deepEqual(breachesIn(operation, body), []);
    const understood = inSeconds(MODEL.operations[operation].output, outcome.output);
    if (this.#client?.isOld === true) assert.partialDeepStrictEqual(body, understood);
    else assert.deepEqual(understood, body);
    for (const [name, value] of Object.entries(this.#filled(step.answers ?? {})))
      assert.deepEqual(body[name], value, `${operation}.${name}`);
    this.#keep(step, body);
  }

  #keep({ keeps = {} }: Step, body: object): void {
    for (const [name, path] of Object.entries(keeps)) {
      const value = path.split('.').reduce((at, member) => Object(at)[member], body);
      if (value !== undefined) this.#kept.set(name, String(value));
    }
  }

  #filled(input: object): Readonly<Record<string, unknown>> {
    const text = JSON.stringify(input).replace(/"\{(\w+)\}"/g, (_, name) =>
      // An operation that is not there yet has given nothing to go on with.
      JSON.stringify(this.#kept.get(name) ?? 'arn:aws:states:us-east-1:123456789012:nothing'),
    );
    return JSON.parse(text);
  }
}

function isBuilt(operation: string): boolean {
  return Object.hasOwn(OPERATIONS, operation);
}

/** What every answer has, whatever was asked. */
function assertWire({ status, headers, body }: Exchange): void {
  assert.equal(headers['content-type'], 'application/x-amz-json-1.0');
  assert.match(
    String(headers['x-amzn-requestid']),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
  assert.equal(headers['content-encoding'], undefined);
  if (status === 200) return;
  assert.equal(status, 400);
  const { __type, message, reason, ...rest } = JSON.parse(body);
  assert.deepEqual([typeof __type, typeof message, rest], ['string', 'string', {}]);
}

/** An output as a client understood it, its dates as numbers again. */
function inSeconds(name: string | undefined, value: unknown): unknown {
  const shape = shapeOf(name);
  if (isTimestamp(name)) return secondsOf(value);
  if (Array.isArray(value)) return value.map((item) => inSeconds(shape.member, item));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [
    key,
    partIn(shape.members?.[key] ?? shape.value, part),
  ]);
  return Object.fromEntries(parts);
}

/** What the model does not know is left as it is: the comparison will tell. */
function partIn(name: string | undefined, part: unknown): unknown {
  return name === undefined ? part : inSeconds(name, part);
}

function secondsOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  return typeof value === 'string' ? Date.parse(value) / 1000 : value;
}
