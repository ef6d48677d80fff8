import type { Clock } from '../../base/clock.ts';
import type { Documents } from '../../base/documents.ts';
import type { ServiceResponse } from '../../base/http-service.ts';
import { isObject, member } from '../../base/json.ts';
import type { Outbox, OutboxChange, StoredOutboxEntry } from '../../base/outbox.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { RepeatingScan } from '../service/repeating-scan.ts';
import { type Delivery, deliveryEntry, nextAttemptAt } from './delivery.ts';
import { DELIVERY_QUEUE } from './queues.ts';
import { scheduledAttributes, scheduledInput } from './scheduled-input.ts';
import { type Failure, failureOf, queueCall, type TargetCall, targetCall } from './target-call.ts';
import { targetInput } from './target-input.ts';

export interface DeliveriesOptions {
  readonly store: Outbox & Pick<Documents, 'write'>;
  readonly clock: Clock;
  /** Calls a service of this server; undefined when it is not here. */
  readonly call: (call: TargetCall) => Promise<ServiceResponse | undefined>;
  readonly url: () => string;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

/** Deliveries under way at once: no more are ever in memory. */
const UNDER_WAY_MAX = 32;
const POLL_MS = 1_000;

/**
 * Makes the deliveries that the outbox has, each at least once: what was under way when the server died is made again,
 * under the same id. One that fails goes back into the outbox, due later, and holds nobody up.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #scan: RepeatingScan;
  /** By position in the outbox. */
  readonly #underWay = new Map<number, Promise<void>>();

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    const { clock, onDefect } = options;
    this.#scan = new RepeatingScan({ clock, onDefect, scan: () => this.#fill() });
  }

  start(): void {
    this.#scan.start();
  }

  /** There is another one. */
  wake(): void {
    this.#scan.wake();
  }

  async close(): Promise<void> {
    await this.#scan.close();
    await Promise.all(this.#underWay.values());
  }

  async #fill(): Promise<number> {
    const { store, clock } = this.#options;
    const before = this.#underWay.size;
    if (before >= UNDER_WAY_MAX) return POLL_MS;
    const page = await store.outbox(DELIVERY_QUEUE, clock.now(), UNDER_WAY_MAX + before);
    for (const entry of page) {
      if (this.#underWay.size >= UNDER_WAY_MAX) break;
      if (!this.#underWay.has(entry.position)) this.#underWay.set(entry.position, this.#make(entry));
    }
    return POLL_MS;
  }

  async #make(entry: StoredOutboxEntry): Promise<void> {
    try {
      const outcome = await this.#outcomeOf(parse(entry.text));
      await this.#options.store.write([], { remove: [entry.position], ...outcome });
    } catch (error) {
      // It is still in the outbox: the next look finds it.
      if (!(error instanceof Unavailable)) this.#options.onDefect(error);
    }
    this.#underWay.delete(entry.position);
    this.#scan.wake();
  }

  /** What takes the delivery's place. */
  async #outcomeOf(delivery: Delivery): Promise<OutboxChange> {
    const failure = await this.#send(delivery);
    if (failure === undefined) return {};
    const next = failure.isPassing ? nextAttemptAt(delivery, this.#options.clock.now()) : undefined;
    const failed = { ...delivery, failed: delivery.failed + 1 };
    if (typeof next === 'number') return { append: [deliveryEntry(failed, next)] };
    await this.#bury(failed, failure, next);
    return {};
  }

  async #send(delivery: Delivery): Promise<Failure | undefined> {
    const call = targetCall(delivery, inputOf(delivery), this.#options.url());
    return await this.#call(call, delivery.target.Arn);
  }

  async #call(call: TargetCall | undefined, arn: string): Promise<Failure | undefined> {
    const answer = call === undefined ? undefined : await this.#options.call(call);
    if (answer !== undefined) return failureOf(answer);
    return { code: 'NotImplemented', message: `There is no service here for ${arn}`, isPassing: false };
  }

  /** It will not be delivered: its target's dead-letter queue gets it, or else the log a line. */
  async #bury(delivery: Delivery, failure: Failure, exhausted: string | undefined): Promise<void> {
    const { ruleArn, target, failed } = delivery;
    const config = target.DeadLetterConfig;
    const queue = isObject(config) ? member(config, 'Arn') : undefined;
    const attributes = {
      ...(delivery.scheduledAt === undefined ? { RULE_ARN: ruleArn } : scheduledAttributes(delivery)),
      ...{
        TARGET_ARN: target.Arn,
        ERROR_CODE: failure.code,
        ERROR_MESSAGE: failure.message,
      },
      ...{ RETRY_ATTEMPTS: `${failed - 1}` },
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    if (typeof queue === 'string') {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          // An empty text is no value of an attribute.
          { DataType: 'String', StringValue: value === '' ? '-' : value },
        ]),
      );
      const refused = await this.#call(
        queueCall(queue, this.#options.url(), { MessageBody: bodyOf(delivery), MessageAttributes }),
        queue,
      );
      if (refused === undefined) return;
    }
    this.#options.log(`event ${delivery.eventId}: ${ruleArn} could not reach ${target.Arn}: ${failure.code}`);
  }
}

function inputOf(delivery: Delivery): string {
  if (delivery.scheduledAt !== undefined) return scheduledInput(delivery);
  const { target, event, ruleArn, at } = delivery;
  return targetInput(target, { event, ruleArn, ingestedAt: new Date(at).toISOString() });
}

/** What a dead-letter queue is given: the event of a rule, or what a schedule's target was to be given. */
function bodyOf(delivery: Delivery): string {
  return delivery.scheduledAt === undefined ? delivery.event : scheduledInput(delivery);
}

function parse(text: string): Delivery {
  // Our own text.
  return JSON.parse(text) as Delivery;
}
