import type { Scope } from '../../base/arn.ts';
import type { HttpService } from '../../base/http-service.ts';
import { OnDemand } from '../service/on-demand.ts';
import type { EventBridge, EventBridgeOptions } from './event-bridge.ts';
import { BUS_QUEUE, DELIVERY_QUEUE, RULE_KIND } from './queues.ts';

const BODY_BYTES_MAX = 2 * 1_048_576;

/** Our own EventBridge: loaded when there is a rule, or news that wait for one, and else by the first call. */
export class EventsOnDemand {
  readonly api: HttpService;
  readonly #service: OnDemand<Awaited<ReturnType<EventsOnDemand['open']>>>;
  readonly #options: EventBridgeOptions;
  #bridge: EventBridge | undefined;
  #isStarted = false;

  constructor(options: EventBridgeOptions) {
    this.#options = options;
    this.#service = new OnDemand({ bodyBytesMax: BODY_BYTES_MAX, open: () => this.open() });
    this.api = this.#service;
  }

  /** To be awaited before executions go on: from then on every change of their status meets the rules there are. */
  async load(): Promise<void> {
    const { store } = this.#options;
    const [rules, ...waiting] = await Promise.all([
      store.documents(RULE_KIND, { prefix: '', limit: 1 }),
      ...[BUS_QUEUE, DELIVERY_QUEUE].map((queue) => store.outbox(queue, Number.MAX_SAFE_INTEGER, 1)),
    ]);
    if (rules.length > 0 || waiting.some((entries) => entries.length > 0)) await this.#service.opened();
  }

  /** Goes on with what a former server has accepted and not delivered. */
  start(): void {
    this.#isStarted = true;
    this.#bridge?.start();
  }

  /** The queue for news from this account and region, when a rule awaits any. */
  queues({ region, account }: Scope): readonly string[] {
    return this.#bridge?.rules.isAwaited(region, account) === true ? [BUS_QUEUE] : [];
  }

  told(): void {
    this.#bridge?.wake();
  }

  /** Somebody has put a delivery into the outbox. */
  async deliver(): Promise<void> {
    await this.#service.opened();
    this.#bridge?.deliver();
  }

  async close(): Promise<void> {
    await this.#service.close();
  }

  /** Called by the service's first call. */
  async open() {
    const [{ EventBridge: Bridge }, { createEventsApi }] = await Promise.all([
      import('./event-bridge.ts'),
      import('./api.ts'),
    ]);
    const bridge = await Bridge.open(this.#options);
    this.#bridge = bridge;
    if (this.#isStarted) bridge.start();
    return { api: createEventsApi(bridge), close: () => bridge.close() };
  }
}
