import { randomUUID } from 'node:crypto';
import { createStatesService } from '../../src/api/protocol.ts';
import type { Scope } from '../../src/base/arn.ts';
import type { HttpService, ServiceResponse } from '../../src/base/http-service.ts';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { OpenableEngine } from '../../src/engine/engine-options.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { systemClock, systemEntropy } from '../../src/system.ts';
import { apiHeaders } from './live-server.ts';

export const SCOPE: Scope = { region: 'us-east-1', account: '123456789012' };

/** The whole API without a port, in this process: what it does not catch, its caller sees. */
export class ApiWorld {
  readonly defects: unknown[] = [];
  readonly #service: HttpService;
  readonly #engine: OpenableEngine;

  constructor() {
    const { now } = systemClock;
    const store = createMemoryStore();
    // Every log group is there, and forgets.
    const logGroups = { has: async () => true, append: () => {} };
    const catalog = createCatalog({ store, now, entropy: systemEntropy });
    this.#engine = createEngine({
      ...{ store, catalog, clock: systemClock, entropy: systemEntropy },
      integrations: () => undefined,
      logGroups,
      retentionDays: 90,
      tokenSecret: Buffer.alloc(32, 1),
      onDefect: (error) => this.defects.push(error),
    });
    this.#service = createStatesService({
      ...{ engine: this.#engine, catalog, logGroups, now },
      secret: Buffer.alloc(32, 2),
    });
  }

  async open(): Promise<this> {
    await this.#engine.open();
    return this;
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }

  get bodyBytesMax(): number {
    return this.#service.bodyBytesMax;
  }

  send(headers: Readonly<Record<string, string>>, body: Buffer): Promise<ServiceResponse> {
    const isPoll = headers['x-amz-target'] === 'AWSStepFunctions.GetActivityTask';
    return this.#service.handle({
      ...{ method: 'POST', path: '/', query: new URLSearchParams(), scope: SCOPE, requestId: randomUUID() },
      ...{ headers, body },
      // Who polls and has gone is not waited for.
      signal: isPoll ? AbortSignal.abort() : new AbortController().signal,
    });
  }

  /** A call that must succeed. */
  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.send(apiHeaders(operation), Buffer.from(JSON.stringify(input)));
    if (status !== 200) throw new Error(`${operation}: ${body}`);
    return JSON.parse(String(body));
  }
}
