import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import type { Instant } from '../../base/time.ts';
import { type Authentication, type Credentials, devCredentials } from '../authentication.ts';
import { CREDENTIALS_FILE } from './credentials-file.ts';
import { FailedAuthentications } from './failed-authentications.ts';
import { KnownKeys } from './known-keys.ts';
import { createAwsQuotas, type Quotas } from './quotas.ts';
import { AccessRefused } from './refused.ts';

/** Who may reach a server, and how. */
export interface AccessSettings {
  /** What it is bound to: an address or a name. */
  readonly host: string;
  readonly data: string | undefined;
  readonly auth: 'sigv4' | 'off';
  /** The account of callers whose credentials name none. */
  readonly account: string;
  /** A credentials file; undefined: the one in the data directory. */
  readonly credentials?: string;
  /** Files in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Something before this server speaks TLS. No header that it adds is believed. */
  readonly behindProxy?: boolean;
  /** Names that clients may call it by, besides those of the loopback interface and `host`. */
  readonly hostNames?: readonly string[];
  readonly quotas?: 'aws';
}

/** What the listener needs to know of all that. */
export interface Access {
  readonly mode: 'dev' | 'server';
  readonly authentication: Authentication;
  readonly hosts: readonly string[];
  readonly tls?: TlsFiles;
  readonly quotas?: Quotas;
  readonly failures?: FailedAuthentications;
}

interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** SDKs sign with their own clock: AWS allows it to be five minutes off. */
const SKEW_MS = 5 * 60_000;

/**
 * Decides who may come in. Two modes:
 *
 * - **dev**: on the loopback interface, with `test`/`test` or without any signature;
 * - **server**: as soon as others can reach it, or credentials are named. Only keys of the credentials file count, and
 *   only what their policies allow.
 *
 * @throws AccessRefused when others could reach what is not protected.
 */
export function openAccess(
  settings: AccessSettings,
  system: { readonly now: () => Instant; readonly log: (line: string) => void },
): Access {
  checkNames(settings.hostNames ?? []);
  const isOpen = !isLoopback(settings.host) || settings.behindProxy === true;
  if (isOpen) checkExposure(settings);
  const mode = isOpen || settings.credentials !== undefined ? 'server' : 'dev';
  const { host, hostNames = [], tls, quotas, behindProxy } = settings;
  return {
    mode,
    authentication: authenticationOf(settings, mode, system),
    hosts: isWildcard(host) ? hostNames : [...hostNames, inUrl(host)],
    ...(tls === undefined ? {} : { tls: readTls(tls) }),
    ...(quotas === undefined ? {} : { quotas: createAwsQuotas() }),
    // All clients of a proxy have its address: one of them could shut out the others.
    ...(isOpen && behindProxy !== true ? { failures: new FailedAuthentications() } : {}),
  };
}

/** Where a client on this machine finds the server. */
export function urlOf({ host, tls, hostNames }: AccessSettings, port: number): string {
  const name = isLoopback(host) ? undefined : hostNames?.[0];
  const address = isWildcard(host) ? '127.0.0.1' : inUrl(host);
  return `${tls === undefined ? 'http' : 'https'}://${name ?? address}:${port}`;
}

function isLoopback(host: string): boolean {
  // The usual one without Node's regular expression, which would have to be compiled.
  if (host === '127.0.0.1' || host === 'localhost' || host === '::1') return true;
  return host.startsWith('127.') && isIPv4(host);
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function checkNames(names: readonly string[]): void {
  for (const name of names) {
    if (/^([a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:.]+\])$/.test(name)) continue;
    throw new AccessRefused('usage', `a host name is like stepwell.example.com, without port, not ${name}`);
  }
}

function checkExposure({ host, auth, tls, behindProxy }: AccessSettings): void {
  if (auth === 'off') {
    throw new AccessRefused('usage', '--auth off accepts anyone, and is only for the loopback interface');
  }
  if (tls !== undefined || behindProxy === true) return;
  throw new AccessRefused(
    'usage',
    `--bind ${host} lets others reach this server: it needs --tls-cert and --tls-key, ` +
      'or --behind-proxy when something before it speaks TLS',
  );
}

function authenticationOf(
  settings: AccessSettings,
  mode: Access['mode'],
  system: Parameters<typeof openAccess>[1],
): Authentication {
  const { auth, account, data, credentials } = settings;
  const path = credentials ?? (data === undefined ? undefined : join(data, CREDENTIALS_FILE));
  if (auth === 'off') {
    if (credentials === undefined) return { mode: 'off', account };
    throw new AccessRefused('usage', 'with --auth off nobody looks at --credentials');
  }
  const besides = mode === 'dev' ? devCredentials(account) : undefined;
  return { mode: 'sigv4', credentials: keysOf(path, besides, system), skewMs: SKEW_MS };
}

function keysOf(
  path: string | undefined,
  besides: Credentials | undefined,
  system: Parameters<typeof openAccess>[1],
): Credentials {
  const keys = path && new KnownKeys({ path, ...system, ...(besides === undefined ? {} : { besides }) });
  if (besides !== undefined) return keys || besides;
  if (keys && keys.count > 0) return keys;
  throw new AccessRefused(
    'unusable',
    `there are no credentials in ${path ?? 'memory'}, and nobody could come in: ` +
      'make a key pair with "stepwell credentials create"',
  );
}

function readTls(files: { readonly cert: string; readonly key: string }): TlsFiles {
  const tls = { cert: readFileSync(files.cert), key: readFileSync(files.key) };
  // Loaded by name and here only: most servers speak no TLS.
  const { createSecureContext } = process.getBuiltinModule('node:tls');
  try {
    createSecureContext(tls);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message = `${files.cert} and ${files.key} are no certificate and its key: ${error.message}`;
    throw new AccessRefused('unusable', message, { cause: error });
  }
  return tls;
}
