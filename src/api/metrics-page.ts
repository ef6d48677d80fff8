import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServiceResponse } from '../base/http-service.ts';
import type { PageRequest, PageService } from '../base/page-service.ts';
import type { Instant } from '../base/time.ts';
import { evaluate } from './access/evaluate.ts';
import type { FailedAuthentications } from './access/failed-authentications.ts';
import type { Credentials } from './authentication.ts';

/** What a policy must allow, on `*`, before its key sees the metrics of a server that others can reach. */
const ACTION = 'stepwell:GetMetrics';

export interface MetricsPageOptions {
  /** Whose keys may look; undefined: whoever reaches this server, which is on the loopback interface then. */
  readonly credentials: Credentials | undefined;
  readonly failures?: FailedAuthentications | undefined;
  readonly now: () => Instant;
  /** Hears of a wrong key. */
  readonly onRefused: () => void;
  /** The answer and its type; asked for each time. */
  readonly text: () => { readonly type: string; readonly body: string };
}

/**
 * `/metrics`, for a Prometheus that scrapes it. In server mode it takes HTTP's Basic authentication (`basic_auth` in a scrape
 * configuration), since no scraper signs: the access key id and its secret.
 */
export class MetricsPage implements PageService {
  readonly bodyBytesMax = 0;
  readonly #options: MetricsPageOptions;

  constructor(options: MetricsPageOptions) {
    this.#options = options;
  }

  async handle(request: PageRequest): Promise<ServiceResponse> {
    const { method, path, headers, remoteAddress } = request;
    if (path !== '/metrics') return plain(404);
    if (method !== 'GET' && method !== 'HEAD') return plain(405, { allow: 'GET, HEAD' });
    const status = this.#refusal(String(headers.authorization ?? ''), remoteAddress);
    if (status === 401) return plain(401, { 'www-authenticate': 'Basic realm="stepwell metrics"' });
    if (status !== undefined) return plain(status);
    const { type, body } = this.#options.text();
    return { status: 200, headers: { 'content-type': type }, body: method === 'HEAD' ? '' : body };
  }

  #refusal(authorization: string, address: string | undefined): number | undefined {
    const { credentials, failures, now, onRefused } = this.#options;
    if (credentials === undefined) return undefined;
    if (failures?.isBlocked(address, now()) === true) return 429;
    const pair = pairOf(authorization);
    // Nothing was tried: browsers and scrapers first ask without.
    if (pair === undefined) return 401;
    const known = credentials.find(pair.accessKeyId);
    if (known === undefined || !isSame(known.secretAccessKey, pair.secretAccessKey)) {
      failures?.count(address, now());
      onRefused();
      return 401;
    }
    const { principal } = known;
    return principal === undefined ||
      evaluate(principal.policies, { action: ACTION, resource: '*' }, {}).isAllowed
      ? undefined
      : 403;
  }
}

function pairOf(authorization: string) {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return { accessKeyId: text.slice(0, Math.max(colon, 0)), secretAccessKey: text.slice(colon + 1) };
}

/** In a time that says nothing about where they differ. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function plain(status: number, headers: Readonly<Record<string, string>> = {}): ServiceResponse {
  return { status, headers: { ...headers, 'content-type': 'text/plain' }, body: '' };
}
