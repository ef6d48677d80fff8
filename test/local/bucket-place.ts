import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpService, ServiceRequest } from '../../src/base/http-service.ts';
import { openS3 } from '../../src/local/s3/s3.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { FakeClock } from '../engine/fake-clock.ts';

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** S3 on a store and a folder of its own. */
export class BucketPlace {
  readonly directory = mkdtempSync(join(tmpdir(), 's3-place-'));
  readonly store = createMemoryStore();
  readonly clock = new FakeClock();
  #s3 = this.#open();

  #open() {
    const entropy = { random: () => 0, uuid: () => randomUUID() };
    const { store: documents, clock, directory } = this;
    const news = { queues: () => ['q'], told: () => {} };
    return openS3({ documents, clock, entropy, directory, bodyBytesMax: 1_000_000, ...news });
  }

  async service(): Promise<HttpService> {
    return (await this.#s3).api;
  }

  /** What a new process finds: all that was on disk, and nothing else. */
  restart(): void {
    this.#s3 = this.#open();
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  /** @param line `PUT /bucket/key?x=y`, the path decoded. */
  async ask(
    line: string,
    body: string | Buffer = '',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<S3Answer> {
    const { api } = await this.#s3;
    const space = line.indexOf(' ');
    const [path = '', query] = line.slice(space + 1).split('?');
    const request: ServiceRequest = {
      ...{ method: line.slice(0, space), path, query: new URLSearchParams(query), headers },
      ...{ body: Buffer.from(body), scope: { region: 'us-east-1', account: '123456789012' } },
      ...{ requestId: randomUUID(), signal: new AbortController().signal, remoteAddress: '::ffff:127.0.0.1' },
    };
    const { outgoing, ...answer } = await api.handle(request);
    const chunks: Uint8Array[] = [];
    if (outgoing !== undefined) for await (const chunk of outgoing.chunks) chunks.push(chunk);
    outgoing?.close();
    return {
      ...answer,
      body: outgoing === undefined ? String(answer.body) : Buffer.concat(chunks).toString(),
    };
  }

  async gives(
    line: string,
    expected: string | RegExp,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { body } = await this.ask(line, '', headers);
    if (typeof expected === 'string') assert.equal(body, expected);
    else assert.match(body.replace(/>\s+</g, '><'), expected);
  }

  async refuses(code: string, ...call: Parameters<BucketPlace['ask']>): Promise<void> {
    const { status, body } = await this.ask(...call);
    assert.match(body, new RegExp(`<Code>${code}</Code>`));
    assert.ok(status >= 400);
  }

  /** Details of the events that were told. */
  async events(): Promise<{ readonly type: string; readonly reason: string; readonly key: string }[]> {
    const entries = await this.store.outbox('q', Number.MAX_SAFE_INTEGER, 100);
    return entries.map(({ text }) => {
      const event = JSON.parse(text);
      return { type: event['detail-type'], reason: event.detail.reason, key: event.detail.object.key };
    });
  }
}
