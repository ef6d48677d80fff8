import { hash, timingSafeEqual } from 'node:crypto';
import type { Instant } from './time.ts';

/** What a signature covers, as it stands on the wire. */
export interface WireRequest {
  readonly method: string;
  /** The request line's path and query, undecoded: `/2015-03-31/functions?MaxItems=10`. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
  /** What the signature has in the place of the body's hash; absent: that hash. */
  readonly payload?: string;
}

/** A signature taken apart, not yet believed. */
export interface Signature {
  readonly accessKeyId: string;
  /** `20260131`: the day of the scope. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260131T120000Z`, as the client wrote it. */
  readonly date: string;
  /** Seconds that a presigned URL is good for; absent in the header form. */
  readonly expiresSeconds?: number;
}

/** Why a request is refused, in AWS's words. */
export interface SignatureProblem {
  readonly problem:
    | 'MissingAuthenticationTokenException'
    | 'IncompleteSignatureException'
    | 'InvalidSignatureException';
  readonly message: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** The longest life of a presigned URL: seven days. */
const EXPIRES_SECONDS_MAX = 604_800;
const KEYS_MAX = 1000;
const HMAC_BLOCK_BYTES = 64;
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
  'Access Key and signing method. Consult the service documentation for details.';

/**
 * Signs a request with AWS Signature Version 4.
 *
 * @returns the headers to send: those given, in lower case, with `host`, `x-amz-date`, `x-amz-content-sha256` and
 *   `authorization` added, and `x-amz-security-token` when the credentials have a session.
 */
export function signRequest(request: {
  readonly method: string;
  readonly url: string | URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly service: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly now: Instant;
}): Record<string, string> {
  const { credentials, service, region, body } = request;
  const url = new URL(request.url);
  const date = amzDate(request.now);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  headers.host ??= url.host;
  headers['x-amz-date'] = date;
  headers['x-amz-content-sha256'] = hash('sha256', body, 'hex');
  if (credentials.sessionToken !== undefined) headers['x-amz-security-token'] = credentials.sessionToken;
  const signedHeaders = Object.keys(headers)
    .filter((name) => !UNSIGNED.has(name))
    .sort();
  const scope = { day: date.slice(0, 8), region, service };
  const wire = { method: request.method, target: url.pathname + url.search, headers, body };
  const signature = sign(
    wire,
    { ...scope, date, signedHeaders },
    signingKey(credentials.secretAccessKey, scope),
  );
  const credential = `${credentials.accessKeyId}/${scope.day}/${region}/${service}/aws4_request`;
  headers.authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return headers;
}

/** Headers that proxies and clients change on the way. */
const UNSIGNED = new Set([
  'authorization',
  'connection',
  'expect',
  'user-agent',
  'x-amzn-trace-id',
  'transfer-encoding',
]);

/** Reads the header form or, without an Authorization header, the presigned query form. */
export function readSignature(request: WireRequest): Signature | SignatureProblem {
  const header = single(request.headers.authorization);
  if (header !== undefined) return readHeader(header, single(request.headers['x-amz-date']));
  const question = request.target.indexOf('?');
  if (question >= 0 && request.target.includes('X-Amz-Signature', question)) {
    return readQuery(new URLSearchParams(request.target.slice(question + 1)));
  }
  return { problem: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' };
}

function readHeader(header: string, date: string | undefined): Signature | SignatureProblem {
  if (!header.startsWith(`${ALGORITHM} `)) {
    return incomplete(`Authorization header must begin with '${ALGORITHM}'.`);
  }
  let credential: string | undefined;
  let signedHeaders: string | undefined;
  let signature: string | undefined;
  for (const part of header.slice(ALGORITHM.length + 1).split(',')) {
    const text = part.trim();
    if (text.startsWith('Credential=')) credential = text.slice(11);
    else if (text.startsWith('SignedHeaders=')) signedHeaders = text.slice(14);
    else if (text.startsWith('Signature=')) signature = text.slice(10);
  }
  if (credential === undefined) return incomplete("Authorization header requires 'Credential' parameter.");
  if (signature === undefined) return incomplete("Authorization header requires 'Signature' parameter.");
  if (signedHeaders === undefined)
    return incomplete("Authorization header requires 'SignedHeaders' parameter.");
  if (date === undefined)
    return incomplete("Authorization header requires existence of a 'X-Amz-Date' header.");
  return assemble(credential, { date, signature, signedHeaders: signedHeaders.split(';') });
}

function readQuery(query: URLSearchParams): Signature | SignatureProblem {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM)
    return incomplete(`X-Amz-Algorithm must be '${ALGORITHM}'.`);
  const credential = query.get('X-Amz-Credential');
  const date = query.get('X-Amz-Date');
  const signedHeaders = query.get('X-Amz-SignedHeaders');
  const signature = query.get('X-Amz-Signature');
  const expiresSeconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (credential === null || date === null || signedHeaders === null || signature === null) {
    return incomplete(
      'A presigned URL requires X-Amz-Credential, X-Amz-Date, X-Amz-SignedHeaders and X-Amz-Signature.',
    );
  }
  if (!(expiresSeconds >= 1 && expiresSeconds <= EXPIRES_SECONDS_MAX)) {
    return incomplete(`X-Amz-Expires must be from 1 to ${EXPIRES_SECONDS_MAX} seconds.`);
  }
  return assemble(credential, { date, signature, signedHeaders: signedHeaders.split(';'), expiresSeconds });
}

function assemble(
  credential: string,
  rest: Pick<Signature, 'date' | 'signature' | 'signedHeaders' | 'expiresSeconds'>,
): Signature | SignatureProblem {
  const [accessKeyId, day, region, service, terminator, ...more] = credential.split('/');
  if (!accessKeyId || !day || !region || !service || terminator !== 'aws4_request' || more.length > 0) {
    return incomplete(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  return { accessKeyId, day, region, service, ...rest };
}

/**
 * Checks a signature that `readSignature` has read against the secret of its access key.
 *
 * Refuses what a signature leaves open: an unsigned `host`, an unsigned `x-amz-target` (a replay could name another
 * operation), a body that is not covered (`UNSIGNED-PAYLOAD`), another day than the scope's, and any moment
 * further from `now` than `skewMs`.
 *
 * @returns undefined when the request is authentic.
 */
export function verifyRequest(
  request: WireRequest,
  signature: Signature,
  secretAccessKey: string,
  options: { readonly now: Instant; readonly skewMs: number; readonly keys: SigningKeys },
): SignatureProblem | undefined {
  const { signedHeaders } = signature;
  const stale = datedWrong(signature, options);
  if (stale !== undefined) return invalid(stale);
  if (signature.service === 's3')
    return verifyWithoutBody(request, signature, options.keys.key(secretAccessKey, signature));
  for (const name of ['host', 'x-amz-target']) {
    if ((name === 'host' || request.headers[name] !== undefined) && !signedHeaders.includes(name)) {
      return invalid(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
  const claimed = single(request.headers['x-amz-content-sha256']);
  if (claimed !== undefined && claimed !== hash('sha256', request.body, 'hex')) {
    return invalid(
      claimed === 'UNSIGNED-PAYLOAD'
        ? 'The payload must be signed: UNSIGNED-PAYLOAD is not accepted.'
        : "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  return compared(request, signature, options.keys.key(secretAccessKey, signature));
}

/**
 * S3's form: the signature covers what the client says of the body, which is checked as it arrives; and every header
 * that S3 would heed must be signed, so that nobody turns a presigned upload into a copy.
 */
function verifyWithoutBody(
  request: WireRequest,
  signature: Signature,
  key: Buffer,
): SignatureProblem | undefined {
  const { signedHeaders } = signature;
  const claimed = single(request.headers['x-amz-content-sha256']);
  for (const name of Object.keys(request.headers)) {
    const isHeeded = name === 'host' || (name.startsWith('x-amz-') && name !== 'x-amz-content-sha256');
    if (isHeeded && !signedHeaders.includes(name))
      return invalid(`There were headers present in the request which were not signed: ${name}`);
  }
  const isPresigned = signature.expiresSeconds !== undefined;
  if (claimed === undefined && !isPresigned)
    return incomplete('Missing required header for this request: x-amz-content-sha256');
  const isCovered = claimed !== undefined && (!isPresigned || signedHeaders.includes('x-amz-content-sha256'));
  return compared({ ...request, payload: isCovered ? claimed : 'UNSIGNED-PAYLOAD' }, signature, key);
}

function compared(request: WireRequest, signature: Signature, key: Buffer): SignatureProblem | undefined {
  return isSameText(signature.signature, sign(request, signature, key)) ? undefined : invalid(MISMATCH);
}

/** Compared as text: decoding hex would let another spelling of the same signature pass. Takes as long either way. */
export function isSameText(a: string, b: string): boolean {
  const [given, expected] = [Buffer.from(a), Buffer.from(b)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Signing keys already derived: four HMACs a day and key instead of four a request. */
export class SigningKeys {
  readonly #keys = new Map<string, Buffer>();

  key(secretAccessKey: string, scope: Pick<Signature, 'day' | 'region' | 'service'>): Buffer {
    const name = `${scope.day}/${scope.region}/${scope.service}/${secretAccessKey}`;
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = signingKey(secretAccessKey, scope);
      // Anyone can name new regions and services: the cache forgets rather than grows.
      if (this.#keys.size >= KEYS_MAX) this.#keys.clear();
      this.#keys.set(name, key);
    }
    return key;
  }
}

function signingKey(
  secret: string,
  { day, region, service }: Pick<Signature, 'day' | 'region' | 'service'>,
): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
}

/** RFC 2104 over the one-shot hash: 4 us where `createHmac` takes 19 (Node 24 looks its algorithm up each time). */
function hmac(key: string | Buffer, text: string): Buffer {
  let secret = Buffer.from(key);
  if (secret.length > HMAC_BLOCK_BYTES) secret = hash('sha256', secret, 'buffer');
  const inner = Buffer.alloc(HMAC_BLOCK_BYTES, 0x36);
  const outer = Buffer.alloc(HMAC_BLOCK_BYTES, 0x5c);
  for (let i = 0; i < secret.length; i++) {
    const byte = secret[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  const digest = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
  return hash('sha256', Buffer.concat([outer, digest]), 'buffer');
}

function datedWrong(
  signature: Signature,
  { now, skewMs }: { now: Instant; skewMs: number },
): string | undefined {
  const { date, day, expiresSeconds } = signature;
  const at = instantOf(date);
  if (at === undefined) return `Date must be in ISO-8601 'basic format'. Got '${date}'.`;
  if (!date.startsWith(day)) {
    return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`;
  }
  const skew = `${skewMs / 60_000} min.`;
  if (at > now + skewMs) {
    const today = amzDate(now);
    return `Signature not yet current: ${date} is still later than ${amzDate(now + skewMs)} (${today} + ${skew})`;
  }
  if (expiresSeconds !== undefined) {
    const end = at + expiresSeconds * 1000;
    return now > end ? `Signature expired: ${amzDate(now)} is now later than ${amzDate(end)}` : undefined;
  }
  if (at >= now - skewMs) return undefined;
  return `Signature expired: ${date} is now earlier than ${amzDate(now - skewMs)} (${amzDate(now)} - ${skew})`;
}

function amzDate(at: Instant): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

function instantOf(date: string): Instant | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  // `Date.UTC` takes 31 February for 3 March.
  const isReal = new Date(at).getUTCDate() === day && month <= 12 && hour < 24 && minute < 60 && second < 60;
  return isReal ? at : undefined;
}

type Signing = Pick<Signature, 'day' | 'region' | 'service' | 'date' | 'signedHeaders'>;

function sign(request: WireRequest, signing: Signing, key: Buffer): string {
  const scope = `${signing.day}/${signing.region}/${signing.service}/aws4_request`;
  const canonical = hash('sha256', canonicalRequest(request, signing), 'hex');
  return hmac(key, `${ALGORITHM}\n${signing.date}\n${scope}\n${canonical}`).toString('hex');
}

function canonicalRequest({ method, target, headers, body, payload }: WireRequest, signing: Signing): string {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  let text = `${method}\n${canonicalPath(path, signing.service)}\n`;
  text += `${question < 0 ? '' : canonicalQuery(target.slice(question + 1))}\n`;
  for (const name of signing.signedHeaders) text += `${name}:${canonicalValue(headers[name])}\n`;
  return `${text}\n${signing.signedHeaders.join(';')}\n${payload ?? hash('sha256', body, 'hex')}`;
}

/** S3 signs the path as sent; every other service removes dot segments and escapes what is escaped already again. */
function canonicalPath(path: string, service: string): string {
  if (path === '/' || path === '') return '/';
  if (service === 's3') return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(escapeUri(segment));
  }
  if (segments.length === 0) return '/';
  return `/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(query: string): string {
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (part === '' || name === 'X-Amz-Signature') continue;
    pairs.push([reescape(name), equals < 0 ? '' : reescape(part.slice(equals + 1))]);
  }
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

/** By code point of ASCII text; `localeCompare` would depend on the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function reescape(text: string): string {
  try {
    return escapeUri(decodeURIComponent(text));
  } catch (error) {
    // Not percent-encoded UTF-8: no client signs this, the signature will not match.
    if (!(error instanceof URIError)) throw error;
    return text;
  }
}

function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalValue(value: string | readonly string[] | undefined): string {
  const text =
    value === undefined ? '' : typeof value === 'string' ? value : value.map((v) => v.trim()).join(',');
  const trimmed = text.trim();
  return trimmed.includes('  ') ? trimmed.replace(/ {2,}/g, ' ') : trimmed;
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function incomplete(message: string): SignatureProblem {
  return { problem: 'IncompleteSignatureException', message };
}

function invalid(message: string): SignatureProblem {
  return { problem: 'InvalidSignatureException', message };
}
