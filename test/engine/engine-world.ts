import assert from 'node:assert/strict';
import { executionArn } from '../../src/base/arn.ts';
import { JsonBytes } from '../../src/base/json-bytes.ts';
import type { LogBatch } from '../../src/base/log-groups.ts';
import { Payload } from '../../src/base/payload.ts';
import { StateError } from '../../src/base/state-error.ts';
import type { LoggingConfiguration, Machine } from '../../src/catalog/catalog.ts';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { HistoryPage } from '../../src/engine/engine.ts';
import type { OpenableEngine } from '../../src/engine/engine-options.ts';
import type { Attempt, Integration } from '../../src/engine/integration.ts';
import type { StatusListeners } from '../../src/engine/status-changes.ts';
import type { TraceSettings } from '../../src/engine/tracing/execution-traces.ts';
import type { HistoryEvent } from '../../src/interpreter/history.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { IDENTITY } from '../interpreter/small-world.ts';
import { tokenTask } from '../interpreter/states.ts';
import { FakeClock, quiet } from './fake-clock.ts';
import { GatedStore } from './gated-store.ts';

const SCOPE = IDENTITY.place;

/** An attempt that reached the world, and what the world may answer. */
export interface Send {
  readonly attempt: Attempt;
  readonly signal: AbortSignal;
  succeed(output?: string): void;
  fail(error: string, cause?: string): void;
}

interface WorldOptions {
  /** Whether there is an integration for what is to be sent. */
  readonly knows?: () => boolean;
  /** What tasks of `states` reach instead: other executions of the same process. */
  readonly nested?: (of: () => EngineProcess) => Integration;
  /** What became of attempts that an earlier process has sent. */
  readonly resume?: Integration['resume'];
  /** Who hears how executions start and end. */
  readonly listeners?: StatusListeners;
  readonly traces?: TraceSettings;
  /** How long closed executions are kept. */
  readonly retentionDays?: number;
}

/** For tests: one store and what is sent to the world, for engines that come and go. */
export class EngineWorld {
  readonly sends: Send[] = [];
  /** Attempts whose outcomes are on disk, as they were told. */
  readonly settled: string[] = [];
  /** What each process still resolved when it had looked at everything. */
  readonly recovered: (readonly string[])[] = [];
  readonly logged: LogBatch[] = [];
  readonly #store = createMemoryStore();
  readonly #knows: () => boolean;
  readonly #retentionDays: number;
  readonly #nested: WorldOptions['nested'];
  readonly #resume: Integration['resume'];
  readonly #listeners: StatusListeners | undefined;
  readonly #traces: TraceSettings | undefined;
  #uuids = 0;

  constructor(options: WorldOptions = {}) {
    const { knows = () => true, nested, listeners, traces, retentionDays = RETENTION_DAYS } = options;
    this.#traces = traces;
    this.#knows = knows;
    this.#nested = nested;
    this.#resume = options.resume;
    this.#listeners = listeners;
    this.#retentionDays = retentionDays;
  }

  /** A process with an engine; `open` begins its recovery. */
  async boot({ open = true } = {}): Promise<EngineProcess> {
    const clock = new FakeClock();
    const store = new GatedStore(this.#store);
    const entropy = { random: () => 0.5, uuid: () => numberedUuid(++this.#uuids) };
    const catalog = createCatalog({ store, now: () => clock.now(), entropy });
    const nested = this.#nested?.(() => process);
    const world: Integration = {
      send: (attempt, signal) => this.#send(attempt, signal),
      ...(this.#resume === undefined ? {} : { resume: this.#resume }),
      settled: ({ id }) => this.settled.push(withoutExecution(id)),
    };
    const engine = createEngine({
      ...{ store, catalog, clock, entropy },
      integrations: (resource) => {
        if (resource.kind === 'service' && resource.service === 'states') return nested;
        return this.#knows() ? world : undefined;
      },
      retentionDays: this.#retentionDays,
      logGroups: { append: (batch) => this.logged.push(batch) },
      tokenSecret: Buffer.alloc(32, 7),
      recovered: (underWay) => this.recovered.push(underWay.map(withoutExecution)),
      ...(this.#traces === undefined ? {} : { traces: this.#traces }),
      ...(this.#listeners === undefined ? {} : { listeners: this.#listeners }),
      onDefect: raise,
    });
    const process: EngineProcess = new EngineProcess(engine, { clock, store, catalog });
    if (open) {
      await engine.open();
      await clock.pass(0);
    }
    return process;
  }

  /** How often each attempt was sent. */
  sentIds(): string[] {
    return this.sends.map(({ attempt }) => withoutExecution(attempt.id));
  }

  last(): Send {
    const send = this.sends.at(-1);
    assert.ok(send !== undefined, 'nothing was sent');
    return send;
  }

  #send(attempt: Attempt, signal: AbortSignal): Promise<Payload> {
    return new Promise((resolve, reject) => {
      const succeed = (output = '"done"') => resolve(Payload.fromText(output));
      const fail = (error: string, cause = '') => reject(new StateError(error, cause));
      this.sends.push({ attempt, signal, succeed, fail });
    });
  }
}

function withoutExecution(attemptId: string): string {
  return attemptId.replace(/^\d+-/, '');
}

/** Our own code broke a promise: no test may go on. */
function raise(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

interface Parts {
  readonly clock: FakeClock;
  readonly store: GatedStore;
  readonly catalog: ReturnType<typeof createCatalog>;
}

/** For tests: a process that has one engine, as its callers see it. */
export class EngineProcess {
  readonly engine: OpenableEngine;
  readonly clock: FakeClock;
  readonly store: GatedStore;
  readonly #catalog: Parts['catalog'];

  constructor(engine: OpenableEngine, { clock, store, catalog }: Parts) {
    this.engine = engine;
    this.clock = clock;
    this.store = store;
    this.#catalog = catalog;
  }

  /** `kill -9`. */
  kill(): void {
    this.clock.clear();
    this.store.isDead = true;
  }

  async machine(
    states: object,
    machine: object = {},
    type: Machine['type'] = 'STANDARD',
    logging: LoggingConfiguration = NO_LOGGING,
  ): Promise<Machine> {
    const definition = { ...machine, StartAt: Object.keys(states)[0], States: states };
    return await this.#create('m', definition, type, logging);
  }

  /** Machine `child`, for parents to start. */
  async childMachine(states: object): Promise<Machine> {
    return await this.#create('child', { StartAt: Object.keys(states)[0], States: states });
  }

  async findMachine(name: string): Promise<Machine> {
    const found = await this.#catalog.machines.find(SCOPE, name);
    assert.ok(found !== undefined, `there is no machine ${name}`);
    return found;
  }

  async #create(
    name: string,
    machine: object,
    type: Machine['type'] = 'STANDARD',
    loggingConfiguration: LoggingConfiguration = NO_LOGGING,
  ): Promise<Machine> {
    const definition = JSON.stringify(machine);
    return await this.#catalog.machines.create(SCOPE, {
      ...{ name, type, definition, roleArn: IDENTITY.roleArn },
      loggingConfiguration,
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
  }

  async activity(scope = SCOPE): Promise<string> {
    return (
      await this.#catalog.activities.create(scope, {
        name: 'a',
        encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      })
    ).arn;
  }

  /** Starts machine `m` anew, made of these states. */
  async run(states: object, { name = 'e', input = '{}', machine = {} } = {}): Promise<string> {
    const made = await this.machine(states, machine);
    const { executionArn: arn } = await this.engine.start({ machine: made, name, input });
    await quiet();
    return arn;
  }

  async status(arn = ARN): Promise<string | undefined> {
    return (await this.engine.describe(arn))?.header.status;
  }

  async history(arn = ARN): Promise<readonly HistoryEvent[]> {
    const query = { limit: 30_000, reverse: false, includeExecutionData: true };
    const page = await this.engine.history(arn, query);
    return page === undefined ? [] : eventsOf(page);
  }

  /** The types of the events, from the second one. */
  async tells(...expected: readonly string[]): Promise<void> {
    const events = await this.history();
    assert.deepEqual(
      events.map(({ id }) => id),
      events.map((_, i) => i + 1),
    );
    assert.deepEqual(
      events.slice(1).map(({ type }) => type),
      expected,
    );
  }

  succeed(token: string, output = '"by token"'): Promise<void> {
    return this.engine.completeTask(SCOPE, token, { type: 'succeeded', output: Payload.fromText(output) });
  }

  poll(activityArn: string, signal: AbortSignal = new AbortController().signal) {
    return this.engine.pollActivity(activityArn, { waitMs: 60_000, signal });
  }
}

/** A page of a history, as the interpreter tells events. */
export function eventsOf(page: HistoryPage): HistoryEvent[] {
  const bytes = new JsonBytes();
  bytes.text('[');
  page.writeEvents(bytes);
  bytes.text(']');
  const events: HistoryEvent[] = JSON.parse(String(bytes.take()));
  return events.map((event) => ({ ...event, timestamp: Math.round(event.timestamp * 1000) }));
}

const NO_LOGGING: LoggingConfiguration = { level: 'OFF', includeExecutionData: false };

/** How long these engines keep closed executions. */
export const RETENTION_DAYS = 90;

/** The execution that `run` starts unless it is told another name. */
export const ARN = executionArn(SCOPE, 'm', 'e');

/** The token that a task of `tokenTask` has sent. */
export function tokenOf({ attempt }: Send): string {
  // The parameters of `tokenTask`.
  const parameters = attempt.parameters.value as { readonly Payload: { readonly token: string } };
  return parameters.Payload.token;
}

/** Whether a promise is still waiting when everything that can go on has gone on. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const waiting = Symbol('waiting');
  const settled = promise.then(
    () => undefined,
    () => undefined,
  );
  await quiet();
  return (await Promise.race([settled, Promise.resolve(waiting)])) === waiting;
}

/** A world with one process. */
export async function world(
  options?: ConstructorParameters<typeof EngineWorld>[0],
): Promise<{ world: EngineWorld; process: EngineProcess }> {
  const it = new EngineWorld(options);
  return { world: it, process: await it.boot() };
}

/** A process whose execution waits for the token that its task has sent. */
export async function waitingForToken(more: object = {}) {
  const made = await world();
  await made.process.run({ T: tokenTask(more) });
  made.world.last().succeed();
  await quiet();
  return { ...made, token: tokenOf(made.world.last()) };
}

/** A version 4 UUID that says the how manieth it is. */
export function numberedUuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
