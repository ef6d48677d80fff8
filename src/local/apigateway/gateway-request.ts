import type { Scope } from '../../base/arn.ts';
import { type Json, setOwn } from '../../base/json.ts';
import type { Resource, RestApi, Stage } from './rest-api.ts';

/** A request to an API, as its caller sent it. */
export interface GatewayRequest {
  readonly method: string;
  /** Without the stage: `/execution`. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Headers;
  readonly body: Buffer;
  readonly requestId: string;
  readonly sourceIp: string;
  /** Whether it was signed with a key of this server. */
  readonly isSigned: boolean;
  readonly signal: AbortSignal;
}

/** A header may be sent more than once. */
export type Headers = Readonly<Record<string, readonly string[]>>;

/** What a request is sent to. */
export interface Target {
  readonly scope: Scope;
  readonly api: Pick<RestApi, 'id' | 'binaryMediaTypes'>;
  readonly stage: Pick<Stage, 'stageName' | 'deploymentId' | 'variables'>;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** @returns the last value of a header, whatever the case of its name. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [known, values] of Object.entries(headers))
    if (known.toLowerCase() === wanted) return values.at(-1);
  return undefined;
}

/** The headers of the listener, which are in lower case: the usual ones get the case they are known by. */
export function headersFrom(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const result: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    setOwn(result, USUAL.has(name) ? titled(name) : name, typeof value === 'string' ? [value] : value);
  }
  return result;
}

const USUAL = new Set(
  'accept accept-encoding accept-language authorization cache-control content-length content-type cookie host origin referer user-agent x-forwarded-for x-forwarded-proto x-forwarded-port'.split(
    ' ',
  ),
);

function titled(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** The last value of each name, for places that know only one. */
export function single(entries: Iterable<readonly [string, string | readonly string[]]>): {
  [name: string]: Json;
} {
  const result: { [name: string]: Json } = {};
  for (const [name, value] of entries)
    setOwn(result, name, typeof value === 'string' ? value : (value.at(-1) ?? ''));
  return result;
}

/** All values of each name. */
export function multiple(entries: Iterable<readonly [string, string]>): { [name: string]: string[] } {
  const result: { [name: string]: string[] } = {};
  for (const [name, value] of entries) {
    const known = Object.hasOwn(result, name) ? result[name] : undefined;
    if (known === undefined) setOwn(result, name, [value]);
    else known.push(value);
  }
  return result;
}
