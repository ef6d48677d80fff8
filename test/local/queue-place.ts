import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ServiceRequest } from '../../src/base/http-service.ts';
import { openSqs, type Sqs } from '../../src/local/sqs/sqs.ts';
import { FakeClock } from '../engine/fake-clock.ts';
import { FailingDocuments } from './failing-documents.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const BASE = 'http://localhost:8083';

export type Answer = Readonly<Record<string, unknown>>;

/** SQS on a store of its own, with a clock that the test moves. */
export class QueuePlace {
  readonly clock = new FakeClock();
  readonly documents = new FailingDocuments();
  #sqs: Promise<Sqs> = this.#open();

  #open(): Promise<Sqs> {
    const entropy = { random: () => 0, uuid: () => randomUUID() };
    const { clock, documents } = this;
    return openSqs({ documents, clock, entropy, url: () => BASE, bodyBytesMax: 2_000_000 });
  }

  /** What a new process finds: all that was on disk, and nothing else. */
  restart(): void {
    this.#sqs = this.#open();
  }

  urlOf(name: string): string {
    return `${BASE}/${SCOPE.account}/${name}`;
  }

  async queue(name: string, Attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    await this.call('CreateQueue', { QueueName: name, Attributes });
    return this.urlOf(name);
  }

  async call(operation: string, input: object, change: Partial<ServiceRequest> = {}): Promise<Answer> {
    const answer = await this.#ask({
      headers: { 'x-amz-target': `AmazonSQS.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
      ...change,
    });
    const body: Answer = JSON.parse(answer.body);
    if (answer.status !== 200) throw new Refused(String(body.__type), String(body.message));
    return body;
  }

  async form(body: string, path = '/'): Promise<string> {
    return (await this.#ask({ headers: {}, body: Buffer.from(body), path })).body;
  }

  async #ask(change: Partial<ServiceRequest>): Promise<{ status: number; body: string }> {
    const { api } = await this.#sqs;
    const answer = await api.handle({
      ...{ method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, requestId: 'r' },
      ...{ body: Buffer.alloc(0), scope: SCOPE, signal: new AbortController().signal, ...change },
    });
    return { status: answer.status, body: String(answer.body) };
  }

  async send(QueueUrl: string, MessageBody: string, more: object = {}): Promise<string> {
    return String((await this.call('SendMessage', { QueueUrl, MessageBody, ...more })).MessageId);
  }

  /** Receives up to ten messages. */
  async receive(QueueUrl: string, more: object = {}): Promise<readonly Message[]> {
    const answer = await this.call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, ...more });
    // The form is SQS's own, and what a test reads of it is what it checks.
    return (answer.Messages ?? []) as readonly Message[];
  }

  async bodies(QueueUrl: string, more: object = {}): Promise<string[]> {
    return (await this.receive(QueueUrl, more)).map(({ Body }) => Body);
  }

  async refuses(call: Promise<unknown>, code: string): Promise<void> {
    await assert.rejects(call, (error) => error instanceof Refused && error.code.endsWith(code));
  }
}

export interface Message {
  readonly MessageId: string;
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, unknown>>;
  readonly MD5OfMessageAttributes?: string;
}

export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
