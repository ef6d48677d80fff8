import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { HttpService, ServiceRequest, ServiceResponse } from '../base/http-service.ts';
import type { PageService } from '../base/page-service.ts';
import { SigningKeys, type WireRequest } from '../base/sigv4.ts';
import type { Instant } from '../base/time.ts';
import { Unavailable } from '../base/unavailable.ts';
import { denialOf } from './access/authorize.ts';
import type { FailedAuthentications } from './access/failed-authentications.ts';
import type { Policy } from './access/policy.ts';
import type { Quotas } from './access/quotas.ts';
import type { Admission } from './admission.ts';
import { type Authentication, type Claim, claimOf, type Problem } from './authentication.ts';
import { onClientError } from './client-error.ts';
import { isOwnHost } from './host.ts';
import { listenAt } from './listen-at.ts';
import { isCrossOrigin } from './origin.ts';
import { isOpenTo, PAGE_HEADERS, Pages } from './pages.ts';
import { RefusalPace } from './refusal-pace.ts';
import { inFormOf, refused } from './refused.ts';
import { readBody } from './request-body.ts';
import type { RequestTally } from './request-tally.ts';
import { answerStreaming, type StreamedExchange } from './streaming.ts';
import { split } from './target.ts';

export interface ListenerOptions {
  /** By the service's name in a signature's scope: `states`, `lambda`. */
  readonly services: Readonly<Record<string, HttpService>>;
  /**
   * What may be asked for without a signature: by the path under which they stand, `/mail`, or by the hosts that are
   * theirs, `*.execute-api.localhost`.
   */
  readonly pages?: Readonly<Record<string, PageService>>;
  readonly authentication: Authentication;
  /** Host names that are ours besides those of the loopback interface. */
  readonly hosts?: readonly string[];
  /** Origins of pages that may call, besides our own. */
  readonly origins?: readonly string[];
  /** In PEM; without it the listener speaks plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** The policies of a role, which bound its sessions; without it, they may do everything in their account. */
  readonly rolePolicies?: ((account: string, role: string) => Promise<readonly Policy[]>) | undefined;
  /** How often accounts may call; without it, as often as they like. */
  readonly quotas?: Quotas;
  /** Who failed to sign too often is not listened to; without it, everyone is. */
  readonly failures?: FailedAuthentications;
  /** Whether there is room for another request. */
  readonly admission: Admission;
  /** Counts requests; without it, nobody does. */
  readonly tally?: RequestTally;
  /** What `/readyz` says until the listener drains, and `/startupz` once it was true. */
  readonly isReady: () => boolean;
  readonly now: () => Instant;
  /** UUIDs of version 4. */
  readonly newRequestId: () => string;
  /** Called with what no service may throw: the process should end. */
  readonly onDefect: (error: unknown) => void;
}

export interface Listener {
  /** @param port 0 for any free one. @throws Error `EADDRINUSE` and the like. */
  listen(port: number, host: string): Promise<{ port: number }>;
  /** Stops accepting, ends long polls, waits for answers under way (5 s at most), closes connections. Idempotent. */
  close(): Promise<void>;
}

// An `import` reads every export of the module, WebSocket among them, for which Node loads its whole fetch: 40 ms of a
// start of 130 (Node 24.21, Nov 2026).
const { createServer } = process.getBuiltinModule('node:http');

/** A client that opens a connection and says nothing. */
const HANDSHAKE_MS = 10_000;

const LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  /** How often Node looks for requests that are overdue: 30 s unless told, and slow clients stay as long. */
  connectionsCheckingInterval: 1000,
  /** To receive a request; how long an answer takes is not limited (long polls). */
  requestTimeout: 30_000,
  /** Longer than clients keep idle connections, so that it is they who close them: no request meets a closing socket. */
  keepAliveTimeout: 75_000,
};
/** For whoever watches over the process; without a signature, and without a body. */
const HEALTH = new Set(['/livez', '/readyz', '/startupz']);
const CONNECTIONS_MAX = 10_000;
/** Those that do nothing make room for others when there are so many. */
const CONNECTIONS_MANY = 9000;
const CONNECTIONS_STEP = 100;
/** Smaller answers fit into the buffers of a connection. */
const ANSWER_BYTES_LARGE = 16_384;
/** Requests that may be under way on one connection. SDKs send one at a time. */
const PIPELINED_MAX = 16;
const ANSWER_STALL_MS = 60_000;
const DRAIN_MS = 5000;

/** One HTTP port for all services: checks who asks, for what, and how much, and passes the request on. */
export function createListener(options: ListenerOptions): Listener {
  return new HttpListener(options);
}

class HttpListener implements Listener {
  readonly #options: ListenerOptions;
  readonly #server: Server;
  readonly #hosts: ReadonlySet<string>;
  readonly #pages: Pages;
  readonly #origins: ReadonlySet<string>;
  readonly #keys = new SigningKeys();
  readonly #admission: Admission;
  readonly #pace: RefusalPace;
  readonly #underWay = new Set<AbortController>();
  readonly #streaming = new WeakSet<object>();
  #closing: Promise<void> | undefined;
  /** Requests under way, by their connection. */
  readonly #asked = new WeakMap<object, number>();
  /** Connections so far. */
  #connected = 0;
  #hasStarted = false;
  /** To be written at the end of this turn of the event loop. */
  readonly #answers: (() => void)[] = [];

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#admission = options.admission;
    this.#pace = new RefusalPace(options.now);
    this.#pages = new Pages(options.pages ?? {});
    this.#hosts = new Set(options.hosts?.map((host) => host.toLowerCase()));
    this.#origins = new Set(options.origins);
    this.#server = serverFor(options.tls, (request, response) => {
      if (!this.#mayAsk(request, response)) return;
      this.#serve(request, response).catch((error: unknown) => this.#fail(response, error));
    });
    this.#server.maxConnections = CONNECTIONS_MAX;
    this.#server.on('connection', () => this.#makeRoom());
    this.#server.on('clientError', onClientError(this.#streaming));
  }

  #fail(response: ServerResponse, error: unknown): void {
    this.#options.onDefect(error);
    response.destroy();
  }

  /** Node.js reads requests without end from who does not wait for answers, and keeps them all: they are cut off. */
  #mayAsk({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const asked = (this.#asked.get(socket) ?? 0) + 1;
    if (asked > PIPELINED_MAX) {
      socket.destroy();
      return false;
    }
    this.#asked.set(socket, asked);
    // A response closes once: `once` would only make two objects more, for each request.
    response.on('close', () => this.#asked.set(socket, (this.#asked.get(socket) ?? 1) - 1));
    return true;
  }

  /** In steps: to look through all of them for each one that comes would take too long. */
  #makeRoom(): void {
    if (++this.#connected % CONNECTIONS_STEP !== 0) return;
    this.#server.getConnections((_, count = 0) => {
      if (count > CONNECTIONS_MANY) this.#server.closeIdleConnections();
    });
  }

  listen(port: number, host: string): Promise<{ port: number }> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.once('listening', () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
      });
      listenAt(this.#server, port, host);
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#drain();
    return this.#closing;
  }

  async #drain(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      // Also called, with an error, when the server never listened: it is closed then, too.
      this.#server.close(() => resolve());
    });
    for (const request of this.#underWay) request.abort();
    this.#pace.close();
    this.#server.closeIdleConnections();
    const deadline = setTimeout(() => this.#server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(deadline);
  }

  /** From the cheapest check to the dearest; nothing is read for a request that is refused anyway. */
  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = this.#options.newRequestId();
    const target = request.url ?? '';
    const send = (answer: ServiceResponse) => this.#send(response, requestId, answer);
    if (!isOwnHost(request.headers.host, this.#hosts)) {
      return send(refused(421, 'MisdirectedRequest', 'This server does not go by that Host name.'));
    }
    const page = this.#pages.of(request);
    if (isCrossOrigin(request.headers, this.#origins) && !isOpenTo(page, request)) {
      return send(refused(403, 'AccessDeniedException', 'Pages of other origins may not call this server.'));
    }
    if (HEALTH.has(target)) return send(this.#health(request.method, target));
    if (page?.isForOperators !== true && this.#admission.isClosed()) return this.#shed(response, requestId);
    if (page !== undefined) return await this.#servePage(page, { request, response, requestId });

    const wire = { method: request.method ?? '', target, headers: request.headers, body: '' };
    const claimed = this.#claimOf(wire, request, requestId);
    // Mostly nobody has to be asked.
    const claim = claimed instanceof Promise ? await claimed : claimed;
    if ('status' in claim) return send(claim);
    const { services } = this.#options;
    const service = Object.hasOwn(services, claim.service) ? services[claim.service] : undefined;
    if (service === undefined) {
      const known = Object.keys(services).sort().join(', ');
      return send(
        refused(
          400,
          'UnknownServiceException',
          `There is no service '${claim.service}' here, only: ${known}.`,
        ),
      );
    }
    if (service.isFull?.(request.headers) === true) return this.#shed(response, requestId);
    if (service.streaming !== undefined)
      return await this.#serveStreaming(service, { request, response, requestId, claim, wire });
    await this.#withBody(service, { request, response, requestId }, (body) => {
      const check = { now: this.#options.now(), keys: this.#keys };
      const problem = claim.verify({ ...wire, body }, check);
      if (problem !== undefined) return this.#notAuthentic(request, problem);
      return this.#handled(service, { request, response, body, claim, requestId });
    });
  }

  /** Its bytes count until the answer is there. */
  async #withBody(
    { bodyBytesMax }: { readonly bodyBytesMax: number },
    { request, response, requestId }: Exchange,
    answerTo: (body: Buffer) => ServiceResponse | Promise<ServiceResponse>,
  ): Promise<void> {
    const send = (answer: ServiceResponse) => this.#send(response, requestId, answer);
    const body = await readBody(request, bodyBytesMax, this.#admission.bodies(bodyBytesMax));
    if (body === 'gone') return;
    if (body === 'too large') return send(tooLarge(bodyBytesMax));
    if (body === 'dropped') return this.#shed(response, requestId);
    try {
      this.#sendTogether(response, requestId, await answerTo(body.bytes));
    } finally {
      body.held.release();
    }
  }

  async #serveStreaming(service: HttpService, exchange: StreamedExchange): Promise<void> {
    const { failures, now } = this.#options;
    const { socket } = exchange.request;
    this.#streaming.add(socket);
    try {
      await this.#whileUnderWay(exchange.response, (signal) =>
        answerStreaming(service, exchange, {
          ...{ signal, keys: this.#keys, now: now(), isClosing: () => this.#closing !== undefined },
          onNotAuthentic: () => failures?.count(socket.remoteAddress, now()),
        }),
      );
    } finally {
      this.#streaming.delete(socket);
    }
  }

  async #servePage(page: PageService, { request, response, requestId }: Exchange): Promise<void> {
    await this.#withBody(page, { request, response, requestId }, async (body) => {
      const { path, query } = split(request.url ?? '');
      if (path === undefined) return NO_PATH;
      const { method = '', headers, socket } = request;
      const { remoteAddress } = socket;
      const answer = await this.#whileUnderWay(response, (signal) =>
        page.handle({ method, path, query, headers, body, requestId, signal, remoteAddress }),
      );
      return page.isOpen ? answer : { ...answer, headers: { ...PAGE_HEADERS, ...answer.headers } };
    });
  }

  #handled(
    service: HttpService,
    part: Exchange & { readonly body: Buffer; readonly claim: Claim },
  ): ServiceResponse | Promise<ServiceResponse> {
    const { request, response, body, claim, requestId } = part;
    const { path, query } = split(request.url ?? '');
    if (path === undefined) return NO_PATH;
    const { method = '', headers } = request;
    return this.#whileUnderWay(response, (signal) => {
      const whole: ServiceRequest = {
        method,
        path,
        query,
        headers,
        body,
        requestId,
        signal,
        scope: claim.scope,
        caller: claim.caller,
        remoteAddress: request.socket.remoteAddress,
      };
      return this.#refusalOf(claim, whole) ?? service.handle(whole);
    });
  }

  /** Of a role's session: with what the role may do now. Whatever looks at the claim later is bound by it. */
  async #bounded(claim: Claim): Promise<Claim | ServiceResponse> {
    const { role, caller, scope } = claim;
    const { rolePolicies } = this.#options;
    if (role === undefined || caller === undefined || rolePolicies === undefined) return claim;
    try {
      return { ...claim, principal: { arn: caller.arn, policies: await rolePolicies(scope.account, role) } };
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return refused(503, 'ServiceUnavailable', error.message);
    }
  }

  /** @param handle Its signal is aborted when the client has gone or the listener drains. */
  async #whileUnderWay<Answer>(
    response: ServerResponse,
    handle: (signal: AbortSignal) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const abort = new AbortController();
    this.#underWay.add(abort);
    // Only while it is under way: the response closes after every answer, and an abort costs 20 us.
    const gone = () => abort.abort();
    response.on('close', gone);
    if (this.#closing !== undefined) abort.abort();
    try {
      return await handle(abort.signal);
    } finally {
      response.off('close', gone);
      this.#underWay.delete(abort);
    }
  }

  /** Who calls, as far as the headers say, or why they are not even asked. */
  #claimOf(
    wire: WireRequest,
    request: IncomingMessage,
    requestId: string,
  ): Claim | ServiceResponse | Promise<Claim | ServiceResponse> {
    const { authentication, failures, now, services } = this.#options;
    if (failures?.isBlocked(request.socket.remoteAddress, now()) === true) {
      this.#options.tally?.refused('failedSignatures');
      return throttled(request.headers);
    }
    const claim = claimOf(wire, authentication);
    if (!('problem' in claim)) return claim.role === undefined ? claim : this.#bounded(claim);
    const answer = this.#notAuthentic(request, claim);
    const { service = '', problem: code, message } = claim;
    const { streaming } = (Object.hasOwn(services, service) ? services[service] : undefined) ?? {};
    if (streaming === undefined) return answer;
    const { path = '' } = split(wire.target);
    return streaming.refused({ status: answer.status, code, message, requestId, path });
  }

  /** There is no room for it: it is refused before it is read, and nothing of its body is kept until then. */
  #shed(response: ServerResponse, requestId: string): void {
    const { req: request } = response;
    this.#options.tally?.refused('overload');
    request.resume();
    this.#pace.refuse(() => {
      if (!response.destroyed) this.#send(response, requestId, throttled(request.headers));
    });
  }

  #notAuthentic(request: IncomingMessage, { problem, message }: Problem): ServiceResponse {
    this.#options.failures?.count(request.socket.remoteAddress, this.#options.now());
    this.#options.tally?.refused('signature');
    return refused(clientStatus(request.headers), problem, message);
  }

  /** Between who it is and what it does: whether they may, and may so often. */
  #refusalOf(claim: Claim, request: ServiceRequest): ServiceResponse | undefined {
    const denial = denialOf(claim, request, this.#options.now());
    if (denial !== undefined) return refused(clientStatus(request.headers), 'AccessDeniedException', denial);
    const { quotas, now, tally } = this.#options;
    if (quotas === undefined || claim.service !== 'states') return undefined;
    const operation = String(request.headers['x-amz-target']).replace(/^AWSStepFunctions\./, '');
    const mayGoOn = quotas.take({ account: claim.scope.account, operation, now: now() });
    if (mayGoOn) return undefined;
    tally?.throttled(operation);
    return throttled(request.headers);
  }

  #health(method: string | undefined, target: string): ServiceResponse {
    if (method !== 'GET' && method !== 'HEAD')
      return { status: 405, headers: { allow: 'GET, HEAD' }, body: '' };
    return { status: this.#isWell(target) ? 200 : 503, headers: {}, body: '' };
  }

  #isWell(target: string): boolean {
    // Whether it lives is not asked of the disk: a restart would not make room.
    if (target === '/livez') return true;
    const isReady = this.#options.isReady();
    this.#hasStarted ||= isReady;
    return target === '/startupz' ? this.#hasStarted : isReady && this.#closing === undefined;
  }

  #send(response: ServerResponse, requestId: string, answer: ServiceResponse): void {
    const { status, headers, body } = inFormOf(response.req.headers, answer, requestId);
    this.#options.tally?.answered(response.req.headers['x-amz-target'], status);
    response.writeHead(status, {
      ...headers,
      'content-length': Buffer.byteLength(body),
      'x-amzn-requestid': requestId,
      ...(answer.setCookies === undefined ? {} : { 'set-cookie': [...answer.setCookies] }),
      ...(this.#closing === undefined ? {} : { connection: 'close' }),
    });
    if (body.length > ANSWER_BYTES_LARGE) this.#holdAnswer(response, body.length);
    response.end(body);
  }

  /**
   * Together, and not each as soon as it is there: the first of them wakes a client that waits for all, and to wake it once
   * more for each cost a start a quarter of its processor time (32 connections of one process, Nov 2026).
   */
  #sendTogether(response: ServerResponse, requestId: string, answer: ServiceResponse): void {
    const send = () => {
      try {
        this.#send(response, requestId, answer);
      } catch (error) {
        // An answer that cannot be written must not take those behind it along.
        this.#fail(response, error);
      }
    };
    if (this.#answers.push(send) > 1) return;
    setImmediate(() => {
      for (const each of this.#answers.splice(0)) each();
    });
  }

  /** Until the client has read it. Who reads nothing for long, or holds what others need, is cut off. */
  #holdAnswer(response: ServerResponse, bytes: number): void {
    const held = this.#admission.answers.hold(() => response.destroy());
    response.once('close', () => held.release());
    // The socket itself destroys what has not moved for so long; the next request sets it anew.
    response.socket?.setTimeout(ANSWER_STALL_MS);
    held.add(bytes);
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
}

function serverFor(
  tls: ListenerOptions['tls'],
  serve: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  if (tls === undefined) return createServer(LIMITS, serve);
  const { createServer: createTlsServer } = process.getBuiltinModule('node:https');
  return createTlsServer({ ...LIMITS, ...tls, handshakeTimeout: HANDSHAKE_MS }, serve);
}

/** AWS JSON answers 400 for everything the client did; REST services answer 403. */
function clientStatus(headers: IncomingHttpHeaders): 400 | 403 {
  return headers['x-amz-target'] === undefined ? 403 : 400;
}

function throttled(headers: IncomingHttpHeaders): ServiceResponse {
  return refused(headers['x-amz-target'] === undefined ? 429 : 400, 'ThrottlingException', 'Rate exceeded');
}

const NO_PATH = refused(400, 'SerializationException', 'The path is not percent-encoded UTF-8.');

function tooLarge(bytesMax: number): ServiceResponse {
  return refused(413, 'RequestEntityTooLargeException', `The request is larger than ${bytesMax} bytes.`);
}
