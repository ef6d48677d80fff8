import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createAdmission } from '../../src/api/admission.ts';
import { type Authentication, DEV_CREDENTIALS } from '../../src/api/authentication.ts';
import { createListener, type Listener, type ListenerOptions } from '../../src/api/listener.ts';
import { signRequest } from '../../src/base/sigv4.ts';
import { calmVitals } from './calm-vitals.ts';
import { States } from './states.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Signs as `test`/`test` unless false. */
  readonly signed?: boolean;
  readonly service?: string;
}

/** A server on a free port of the loopback interface, with the API on a fake engine. */
export class TestServer {
  readonly states = new States();
  readonly defects: unknown[] = [];
  readonly listener: Listener;
  readonly #now: () => number;
  #port = 0;

  constructor(change: Partial<ListenerOptions> = {}) {
    this.#now = change.now ?? (() => Date.now());
    this.listener = createListener({
      services: { states: this.states.service },
      authentication: SIGV4,
      isReady: () => true,
      admission: createAdmission(calmVitals()),
      now: this.#now,
      newRequestId: randomUUID,
      onDefect: (error) => this.defects.push(error),
      ...change,
    });
  }

  async start(): Promise<this> {
    this.#port = (await this.listener.listen(0, '127.0.0.1')).port;
    return this;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** One operation with its JSON, signed. */
  call(
    operation: string,
    body: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.ask({
      headers: { ...API, 'x-amz-target': `AWSStepFunctions.${operation}`, ...headers },
      body,
    });
  }

  ask({
    method = 'POST',
    path = '/',
    headers = {},
    body = '',
    signed = true,
    service = 'states',
  }: Asked): Promise<Answer> {
    const host = headers.host ?? this.host;
    const url = `http://${this.host}${path}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const unsigned = { ...headers, host };
    const all = signed
      ? signRequest({
          method,
          url,
          headers: unsigned,
          body,
          service,
          region: 'us-east-1',
          credentials,
          now: this.#now(),
        })
      : unsigned;
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port: this.#port, path, method, headers: all },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

export const SIGV4: Authentication = { mode: 'sigv4', credentials: DEV_CREDENTIALS, skewMs: 300_000 };
export const OFF: Authentication & { readonly mode: 'off' } = { mode: 'off', account: '123456789012' };
export const API = { 'content-type': 'application/x-amz-json-1.0' };

/** Runs a claim against a server of its own. */
export async function withServer(
  claim: (server: TestServer) => Promise<void>,
  change: Partial<ListenerOptions> = {},
) {
  const server = await new TestServer(change).start();
  try {
    await claim(server);
  } finally {
    await server.listener.close();
  }
}
