// What the server loads on demand is there from the beginning: a real disk would take a time that nobody has simulated.
import '../../src/asl/compile.ts';
import '../../src/asl/diagnose.ts';
import '../../src/asl/labelled.ts';
import '../../src/asl/validate.ts';
import '../../src/asl/variable-references.ts';
import { createInProcessApi } from '../../src/api/in-process.ts';
import { createStatesService } from '../../src/api/protocol.ts';
import type { Scope } from '../../src/base/arn.ts';
import type { HttpService } from '../../src/base/http-service.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Integration } from '../../src/engine/integration.ts';
import { statesOnDemand } from '../../src/integrations/states/on-demand.ts';
import { IDENTITY } from '../interpreter/small-world.ts';
import type { Chance } from './chance.ts';
import { type Disk, DiskOfProcess } from './disk.ts';
import type { OutsideWorld } from './outside-world.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** What a server stands in. */
export interface Surroundings {
  readonly disk: Disk;
  readonly time: SimulatedTime;
  readonly world: OutsideWorld;
  /** How long executions are kept; absent: for ever. */
  readonly retentionDays?: number;
  /** Account and region of its callers. */
  readonly place?: Scope;
  /** The chance of the present step. */
  chance(): Chance;
  /** Our own code broke a promise. */
  defect(error: unknown): void;
}

export interface Answer {
  readonly status: number;
  /** As it came. */
  readonly text: string;
  readonly body: JsonObject;
}

/** One process: the real API, engine and catalog. */
export class SimulatedServer {
  isDead = false;
  readonly #states: HttpService;
  readonly #gone = new AbortController();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
    const clock = around.time.clockOf(this);
    const entropy = { random: () => around.chance().random(), uuid: () => around.chance().uuid() };
    const store = new DiskOfProcess(around.disk, this);
    const { now } = clock;
    const catalog = createCatalog({ store, now, entropy });
    const own: { api?: ReturnType<typeof createInProcessApi> } = {};
    const executions = statesOnDemand({
      ...{ now, uuid: entropy.uuid },
      api: { call: async (request) => await own.api?.call(request) },
    });
    const outside = around.world.integration(this);
    const onDefect = (error: unknown) => {
      if (!this.isDead) around.defect(error);
    };
    const engine = createEngine({
      ...{ store, catalog, clock, entropy, onDefect },
      elapsedMs: () => 0,
      retentionDays: around.retentionDays ?? 0,
      tokenSecret: SECRET,
      logGroups: { append() {} },
      integrations: (resource): Integration =>
        resource.kind === 'service' && resource.service === 'states' ? executions : outside,
    });
    const api = { engine, catalog, logGroups: { has: async () => false }, now, secret: SECRET };
    own.api = createInProcessApi(api);
    this.#states = createStatesService(api);
    engine.open().catch((error: unknown) => {
      // A server that cannot read its store does not start.
      if (error instanceof Unavailable) this.kill();
      else onDefect(error);
    });
  }

  /** `kill -9`. */
  kill(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.#around.world.forget();
  }

  /** The clients of a process that is gone are told that. */
  hangUp(): void {
    this.#gone.abort();
  }

  async call(operation: string, input: object): Promise<Answer> {
    const { place: scope = IDENTITY.place } = this.#around;
    const answer = await this.#states.handle({
      ...{ method: 'POST', path: '/', query: new URLSearchParams(), scope, requestId: 'r' },
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AWSStepFunctions.${operation}`,
      },
      body: Buffer.from(JSON.stringify(input)),
      signal: this.#gone.signal,
    });
    const text = String(answer.body);
    return { status: answer.status, text, body: JSON.parse(text) };
  }
}

const SECRET = Buffer.alloc(32, 7);
