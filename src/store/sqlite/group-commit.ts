import { present } from '../../base/assert.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Turn } from '../store.ts';
import { type Batch, COMMITTED, packBatch, type Reply, type Write } from './batch.ts';

/** Of chunks in one batch, so that neither memory nor the wait of the next batch grows without bound. */
const BATCH_BYTES_MAX = 8 * 1024 * 1024;

export type Outcome = 'committed' | 'conflict';

interface Call {
  readonly turn: Turn | undefined;
  readonly write: Write | undefined;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Unavailable) => void;
}

/**
 * Gathers calls while a batch is under way, so that they share the next transaction and its sync.
 *
 * idle -> scheduled (first call; until the end of this tick) -> under way (batch sent)
 * -> under way (reply; calls have come meanwhile) or idle. `fail` ends it from anywhere, `close` once idle.
 */
export class GroupCommit {
  readonly #send: (batch: Batch) => void;
  /** In the order in which the reply will tell their outcomes. */
  #underWay: readonly Call[] = [];
  #queue: Call[] = [];
  #isBusy = false;
  /** Why no more calls are taken. */
  #refusal: string | undefined;
  #whenIdle: (() => void) | undefined;
  #turn: Turn | undefined;
  #write: Write | undefined;
  readonly #accept: (resolve: Call['resolve'], reject: Call['reject']) => void;

  constructor(send: (batch: Batch) => void) {
    this.#send = send;
    // One function for all promises: the call's arguments come by way of the fields.
    this.#accept = (resolve, reject) => {
      this.#queue.push({ turn: this.#turn, write: this.#write, resolve, reject });
    };
  }

  commit(turn: Turn): Promise<Outcome> {
    return this.#enqueue(turn, undefined);
  }

  write(write: Write): Promise<Outcome> {
    return this.#enqueue(undefined, write);
  }

  /** Takes the reply to the batch under way. */
  settle(reply: Exclude<Reply, { kind: 'fatal' }>): void {
    const calls = this.#underWay;
    this.#underWay = [];
    this.#flush();
    if (reply.kind === 'done') {
      for (let index = 0; index < calls.length; index++) {
        present(calls[index], 'a call').resolve(
          reply.outcomes[index] === COMMITTED ? 'committed' : 'conflict',
        );
      }
    } else rejectAll(calls, reply.message);
  }

  /** Ends everything, what is under way included: its outcome is unknown, or it is not on disk. */
  fail(reason: string): void {
    this.#refusal = reason;
    rejectAll([...this.#underWay, ...this.#queue], reason);
    this.#underWay = [];
    this.#queue = [];
    this.#becomeIdle();
  }

  /** Takes no more calls; resolves when those taken have been answered. */
  close(): Promise<void> {
    this.#refusal ??= 'The store is closed';
    if (!this.#isBusy) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  #enqueue(turn: Turn | undefined, write: Write | undefined): Promise<Outcome> {
    if (this.#refusal !== undefined) return Promise.reject(new Unavailable(this.#refusal));
    this.#turn = turn;
    this.#write = write;
    const promise = new Promise<Outcome>(this.#accept);
    if (!this.#isBusy) {
      this.#isBusy = true;
      setImmediate(() => this.#flush());
    }
    return promise;
  }

  #flush(): void {
    const calls = this.#take();
    if (calls.length > 0) this.#dispatch(calls);
    else this.#becomeIdle();
  }

  #dispatch(calls: readonly Call[]): void {
    const turns: Turn[] = [];
    const writes: Write[] = [];
    const writers: Call[] = [];
    const committers: Call[] = [];
    for (const call of calls) {
      if (call.turn !== undefined) {
        turns.push(call.turn);
        committers.push(call);
      } else if (call.write !== undefined) {
        writes.push(call.write);
        writers.push(call);
      }
    }
    this.#underWay = writers.length === 0 ? committers : [...committers, ...writers];
    this.#send(packBatch(turns, writes));
  }

  /** The head of the queue, up to the limit. */
  #take(): readonly Call[] {
    let bytes = 0;
    const end = this.#queue.findIndex((call, index) => {
      bytes += call.turn?.chunk.length ?? 0;
      return index > 0 && bytes > BATCH_BYTES_MAX;
    });
    if (end >= 0) return this.#queue.splice(0, end);
    const calls = this.#queue;
    this.#queue = [];
    return calls;
  }

  #becomeIdle(): void {
    this.#isBusy = false;
    this.#whenIdle?.();
  }
}

function rejectAll(calls: readonly Call[], reason: string): void {
  for (const call of calls) call.reject(new Unavailable(reason));
}
