import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { FunctionHost } from '../../integrations/lambda/port.ts';
import { type Mapping, queueOf } from './mapping.ts';
import type { QueuePort } from './queue-port.ts';
import { doneOf, messagesIn, type QueueMessage, sqsEvent } from './sqs-event.ts';

/** As many batches at once as Lambda begins with; a FIFO queue keeps its order by one. */
const BATCHES_AT_ONCE = 5;
const RECEIVED_MAX = 10;
const LONG_POLL_SECONDS = 20;
/** A queue that is not there, or does not answer, is asked again so much later. */
const TROUBLE_MS = 1000;

export interface PollerServices {
  readonly queues: QueuePort;
  readonly host: FunctionHost;
}

/** Takes messages from a queue to a function until it is stopped. What is not done comes back by the queue itself. */
export class QueuePoller {
  readonly #mapping: Mapping;
  readonly #services: PollerServices;
  readonly #stopping = new AbortController();

  constructor(mapping: Mapping, services: PollerServices) {
    this.#mapping = mapping;
    this.#services = services;
    const loops = queueOf(mapping.queueArn)?.isFifo === true ? 1 : BATCHES_AT_ONCE;
    for (let loop = 0; loop < loops; loop++) void this.#run();
  }

  /** Takes no more messages; batches under way come to their end. */
  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const batch = await this.#collect();
      if (batch.length > 0) await this.#process(batch);
    }
  }

  async #collect(): Promise<QueueMessage[]> {
    const { batchSize, windowSeconds } = this.#mapping;
    const batch = await this.#receive(batchSize, LONG_POLL_SECONDS);
    const until = performance.now() + windowSeconds * 1000;
    while (windowSeconds > 0 && batch.length > 0 && batch.length < batchSize) {
      const left = Math.floor((until - performance.now()) / 1000);
      if (left < 1 || this.#stopping.signal.aborted) break;
      batch.push(...(await this.#receive(batchSize - batch.length, Math.min(left, LONG_POLL_SECONDS))));
    }
    return batch;
  }

  async #receive(max: number, waitSeconds: number): Promise<QueueMessage[]> {
    const { isDone, body } = await this.#ask('ReceiveMessage', {
      MaxNumberOfMessages: Math.min(max, RECEIVED_MAX),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    if (isDone) return messagesIn(body);
    const { signal } = this.#stopping;
    await pause(TROUBLE_MS, undefined, { signal, ref: false }).catch(() => undefined);
    return [];
  }

  async #process(batch: readonly QueueMessage[]): Promise<void> {
    const { scope, functionName } = this.#mapping;
    const payload = JSON.stringify(sqsEvent(batch, this.#mapping));
    const call = { functionName, scope, payload, invocationType: 'RequestResponse' } as const;
    const answer = await this.#services.host
      .invoke(call, new AbortController().signal)
      .catch((error: unknown) => {
        // Throttled, or stopped: its messages become visible again.
        if (!(error instanceof StateError)) throw error;
        return undefined;
      });
    const done = doneOf(batch, answer, this.#mapping);
    for (let from = 0; from < done.length; from += RECEIVED_MAX) {
      const Entries = done
        .slice(from, from + RECEIVED_MAX)
        .map(({ receiptHandle }, at) => ({ Id: String(at), ReceiptHandle: receiptHandle }));
      await this.#ask('DeleteMessageBatch', { Entries });
    }
  }

  #ask(operation: string, input: JsonObject) {
    const queue = queueOf(this.#mapping.queueArn);
    const scope = queue?.scope ?? this.#mapping.scope;
    // A batch that is done is deleted also when no more are taken.
    const signal = operation === 'ReceiveMessage' ? this.#stopping.signal : new AbortController().signal;
    return this.#services.queues(operation, { ...input, QueueUrl: queue?.url ?? '' }, { scope, signal });
  }
}
