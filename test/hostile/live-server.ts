import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signRequest } from '../../src/base/sigv4.ts';
import { ServerProcess } from '../crash/server-process.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly operation?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent instead of the body that was signed. */
  readonly sentBody?: string;
  readonly secret?: string;
}

const ROLE_ARN = 'arn:aws:iam::123456789012:role/hostile';

/** The real server, with a data directory that ends with it. */
export class LiveServer {
  readonly directory: string;
  process: ServerProcess;
  #port = 0;

  constructor() {
    this.directory = mkdtempSync(join(tmpdir(), 'hostile-'));
    this.process = new ServerProcess(['--data', this.data]);
  }

  get data(): string {
    return join(this.directory, 'data');
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    this.#port = Number(new URL(await this.process.url).port);
    return this;
  }

  /** Kills it and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.process.kill('alone');
    this.process = new ServerProcess(['--data', this.data]);
    await this.start();
  }

  async close(): Promise<void> {
    await this.process.kill('group');
    rmSync(this.directory, { recursive: true });
  }

  /** A good request is answered as ever, and by the process that was there before. */
  async goesOn(): Promise<void> {
    assert.equal(this.process.hasEnded, false, this.process.said);
    const { status, body } = await this.ask({ operation: 'ListStateMachines' });
    assert.equal(status, 200, body);
  }

  ask(asked: Asked): Promise<Answer> {
    const body = asked.body ?? '{}';
    const signed = signRequest({
      method: 'POST',
      url: `http://${this.host}/`,
      headers: { ...apiHeaders(asked.operation ?? 'ListStateMachines'), ...asked.headers },
      body,
      service: 'states',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: asked.secret ?? 'test' },
      now: Date.now(),
    });
    return exchange(`http://${this.host}/`, signed, asked.sentBody ?? body);
  }

  /** A call that must succeed. */
  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.ask({ operation, body: JSON.stringify(input) });
    assert.equal(status, 200, `${operation}: ${body}`);
    return JSON.parse(body);
  }

  async createMachine(name: string, definition: object): Promise<string> {
    const machine = { name, definition: JSON.stringify(definition), roleArn: ROLE_ARN };
    return String((await this.call('CreateStateMachine', machine)).stateMachineArn);
  }

  socket(): Socket {
    const socket = connect(Number(this.host.split(':')[1]), '127.0.0.1');
    // How it ends is what the tests look at, not that it ends.
    socket.on('error', () => {});
    return socket;
  }

  /** The head and body of a signed good request, as bytes for a socket. */
  bytes(body = '{}', headers: Readonly<Record<string, string>> = {}): string {
    const signed = signRequest({
      method: 'POST',
      url: `http://${this.host}/`,
      headers: apiHeaders('ListStateMachines'),
      body,
      service: 'states',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      now: Date.now(),
    });
    const all = { ...signed, 'content-length': String(Buffer.byteLength(body)), ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST / HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
  }
}

export function apiHeaders(operation: string): Record<string, string> {
  return { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` };
}

/** Everything that a socket says until it is closed or has said `until`. */
export function heard(socket: Socket, until?: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (until?.test(text)) resolve(text);
    });
    socket.on('close', () => resolve(text));
  });
}

function exchange(url: string, headers: Record<string, string>, body: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
