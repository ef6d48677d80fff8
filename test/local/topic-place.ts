import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { PageRequest } from '../../src/base/page-service.ts';
import type { Unavailable } from '../../src/base/unavailable.ts';
import type { FunctionCall } from '../../src/integrations/lambda/port.ts';
import type { OutgoingMail } from '../../src/local/mail/mailer.ts';
import { openSns, type Sns } from '../../src/local/sns/sns.ts';
import { FakeClock } from '../engine/fake-clock.ts';
import { FailingDocuments } from './failing-documents.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const BASE = 'http://localhost:8083';

const KEY = String(
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);

interface Posted {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

interface Enqueued {
  readonly arn: string;
  readonly MessageBody: string;
  readonly MessageAttributes?: object;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** SNS on a store of its own, with a clock that the test moves and endpoints that remember what they get. */
export class TopicPlace {
  readonly clock = new FakeClock();
  readonly documents = new FailingDocuments();
  readonly mails: OutgoingMail[] = [];
  readonly posted: Posted[] = [];
  readonly enqueued: Enqueued[] = [];
  readonly invoked: FunctionCall[] = [];
  readonly logged: string[] = [];
  readonly defects: unknown[] = [];
  /** How HTTP endpoints answer. */
  status = 200;
  hasQueues = true;
  mailFailure: Unavailable | undefined;
  #sns: Promise<Sns> = this.#open();

  async #open(): Promise<Sns> {
    // To make a key takes longer than a test.
    await this.documents.write([{ kind: 'secret', key: 'sns-signing-key', text: KEY, expectedVersion: 0 }]);
    return await openSns({
      ...{ documents: this.documents, clock: this.clock, bodyBytesMax: 2_000_000, url: () => BASE },
      entropy: { random: () => 0, uuid: () => randomUUID() },
      log: (line) => this.logged.push(line),
      onDefect: (error) => this.defects.push(error),
      mailer: {
        send: async (mail) => {
          if (this.mailFailure !== undefined) throw this.mailFailure;
          this.mails.push(mail);
        },
      },
      functions: {
        invoke: async (call) => {
          this.invoked.push(call);
          return {
            statusCode: 200,
            payload: 'null',
            executedVersion: '$LATEST',
            requestId: 'r',
            logTail: '',
          };
        },
      },
      sendToQueue: async (arn, input) => {
        if (!this.hasQueues) return false;
        this.enqueued.push({ arn, ...input });
        return true;
      },
      fetch: async (url, init) => {
        this.posted.push({ url: String(url), headers: new Headers(init?.headers), body: String(init?.body) });
        return new Response(null, { status: this.status });
      },
    });
  }

  /** What a new process finds: all that was on disk, and nothing else. */
  async restart(): Promise<void> {
    const old = await this.#sns;
    await old.close();
    this.#sns = this.#open();
    await this.#sns;
  }

  async call(action: string, input: Readonly<Record<string, string>> = {}): Promise<string> {
    const { api } = await this.#sns;
    const answer = await api.handle({
      ...{ method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, requestId: 'r' },
      ...{ body: Buffer.from(String(new URLSearchParams({ Action: action, ...input }))), scope: SCOPE },
      signal: new AbortController().signal,
    });
    return String(answer.body);
  }

  async page(method: string, target: string, body = ''): Promise<{ status: number; body: string }> {
    const { pages } = await this.#sns;
    const url = new URL(target, BASE);
    const request: PageRequest = {
      ...{ method, path: url.pathname, query: url.searchParams, headers: {}, requestId: 'r' },
      ...{ body: Buffer.from(body), signal: new AbortController().signal },
    };
    const answer = await pages.handle(request);
    return { status: answer.status, body: String(answer.body) };
  }

  /** @returns its ARN. */
  async topic(name = 't', input: Readonly<Record<string, string>> = {}): Promise<string> {
    return textOf(await this.call('CreateTopic', { Name: name, ...input }), 'TopicArn');
  }

  /** @param attributes Of the subscription. @returns its ARN, or that it waits for confirmation. */
  async subscribe(
    TopicArn: string,
    Protocol: string,
    Endpoint: string,
    attributes: object = {},
  ): Promise<string> {
    const entries = Object.entries(attributes).flatMap(([key, value], i) => [
      [`Attributes.entry.${i + 1}.key`, key],
      [`Attributes.entry.${i + 1}.value`, String(value)],
    ]);
    const input = { TopicArn, Protocol, Endpoint, ...Object.fromEntries(entries) };
    const answer = await this.call('Subscribe', input);
    await this.settled();
    return textOf(answer, 'SubscriptionArn');
  }

  async publish(
    TopicArn: string,
    Message: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const answer = await this.call('Publish', { TopicArn, Message, ...more });
    await this.settled();
    return textOf(answer, 'MessageId');
  }

  /** Whatever is due has been delivered: signing and storing take some turns of the loop. */
  async settled(): Promise<void> {
    for (let i = 0; i < 50; i++) await new Promise(setImmediate);
  }

  async refuses(call: Promise<string>, code: string, message = /./): Promise<void> {
    const answer = await call;
    assert.equal(textOf(answer, 'Code'), code, answer);
    assert.match(textOf(answer, 'Message'), message);
  }
}

/** The text of the first element of that name. */
export function textOf(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  assert.ok(text !== undefined, `${name} in ${xml}`);
  return text.replaceAll('&apos;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
