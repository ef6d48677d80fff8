import type { Scope } from '../base/arn.ts';
import type { Caller } from '../base/http-service.ts';
import { isSessionKey, type Session, type SessionKeys } from '../base/session-keys.ts';
import {
  readSignature,
  type Signature,
  type SignatureProblem,
  type SigningKeys,
  verifyRequest,
  type WireRequest,
} from '../base/sigv4.ts';
import { ChunkSignatures } from '../base/sigv4-chunks.ts';
import type { Instant } from '../base/time.ts';
import type { Principal } from './access/authorize.ts';

/** Where access keys are known. */
export interface Credentials {
  find(accessKeyId: string): KnownKey | undefined;
}

export interface KnownKey {
  readonly secretAccessKey: string;
  readonly account: string;
  /** What the key may do; without it, everything in its account. */
  readonly principal?: Principal;
}

export type Authentication =
  | {
      readonly mode: 'sigv4';
      readonly credentials: Credentials;
      /** How far a client's clock may be off. */
      readonly skewMs: number;
      /** Reads temporary credentials; without it there are none. */
      readonly sessions?: SessionKeys;
    }
  /** Anyone may do anything. A 12-digit access key id names the account, any other key the default one. */
  | { readonly mode: 'off'; readonly account: string; readonly sessions?: SessionKeys };

/** The key pair `test`/`test` of dev mode, for loopback only. */
export function devCredentials(account: string): Credentials {
  return {
    find: (accessKeyId) => (accessKeyId === 'test' ? { secretAccessKey: 'test', account } : undefined),
  };
}

export const DEV_CREDENTIALS = devCredentials('123456789012');

/** Who calls which service, as far as the headers say: the body comes after, and only from known keys. */
export interface Claim {
  readonly service: string;
  readonly scope: Scope;
  /** Undefined: may do everything in its account. */
  readonly principal?: Principal | undefined;
  /** The role whose policies bound the caller, where roles are enforced. */
  readonly role?: string | undefined;
  /** Undefined for a caller whom no key names. */
  readonly caller?: Caller | undefined;
  /** Checks the whole request; undefined when it is authentic. */
  verify(request: WireRequest, check: { now: Instant; keys: SigningKeys }): Problem | undefined;
  /** For the chunks of a body whose headers `verify` has passed; undefined: nobody checks them. */
  chunkSignatures?(keys: SigningKeys): ChunkSignatures;
}

export interface Problem {
  readonly problem: SignatureProblem['problem'] | 'UnrecognizedClientException' | 'ExpiredTokenException';
  readonly message: string;
  /** Which service was meant, when the request says so. */
  readonly service?: string;
}

const DEFAULT_REGION = 'us-east-1';
const REGION = /^[a-z0-9-]{1,32}$/;

/** @param request Its body is not looked at. */
export function claimOf(request: WireRequest, authentication: Authentication): Claim | Problem {
  const signature = readSignature(request);
  if (!('problem' in signature) && !REGION.test(signature.region)) {
    return {
      problem: 'InvalidSignatureException',
      message: 'Credential should be scoped to a valid region.',
    };
  }
  if (authentication.mode === 'off') return unverified(request, signature, authentication);
  if ('problem' in signature) return signature;
  if (isSessionKey(signature.accessKeyId)) return ofSession(request, signature, authentication);
  const known = authentication.credentials.find(signature.accessKeyId);
  if (known === undefined) return { ...UNKNOWN, service: signature.service };
  const { skewMs } = authentication;
  const { accessKeyId } = signature;
  const { principal } = known;
  return {
    service: signature.service,
    scope: { region: signature.region, account: known.account },
    principal,
    ...(principal === undefined
      ? {}
      : { caller: { arn: principal.arn, userId: accessKeyId, accessKeyId, isSession: false } }),
    verify: (whole, check) => verifyRequest(whole, signature, known.secretAccessKey, { ...check, skewMs }),
    chunkSignatures: (keys) => new ChunkSignatures(signature, keys.key(known.secretAccessKey, signature)),
  };
}

const UNKNOWN: Problem = {
  problem: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

const EXPIRED: Problem = {
  problem: 'ExpiredTokenException',
  message: 'The security token included in the request is expired',
};

/** With temporary credentials: they are worth what the key or the role behind them is worth now. */
function ofSession(
  request: WireRequest,
  signature: Signature,
  authentication: Authentication & { readonly mode: 'sigv4' },
): Claim | Problem {
  const { accessKeyId, service, region } = signature;
  const opened = authentication.sessions?.open(accessKeyId, tokenOf(request));
  if (opened === undefined) return { ...UNKNOWN, service };
  const { session, secretAccessKey } = opened;
  const parent: Pick<KnownKey, 'principal'> | undefined =
    session.role === undefined ? authentication.credentials.find(session.parentKey ?? '') : {};
  if (parent === undefined) return { ...UNKNOWN, service };
  const { skewMs } = authentication;
  return {
    ...{ service, scope: { region, account: session.account } },
    principal: parent.principal,
    ...{ role: session.role, caller: callerOf(session, accessKeyId) },
    verify: (whole, check) =>
      session.expiresAt <= check.now
        ? EXPIRED
        : verifyRequest(whole, signature, secretAccessKey, { ...check, skewMs }),
    chunkSignatures: (keys) => new ChunkSignatures(signature, keys.key(secretAccessKey, signature)),
  };
}

function callerOf({ arn, userId }: Session, accessKeyId: string): Caller {
  return { arn, userId, accessKeyId, isSession: true };
}

/** In a header, or in the query of a presigned URL. */
function tokenOf({ headers, target }: WireRequest): string {
  const header = headers['x-amz-security-token'];
  if (typeof header === 'string') return header;
  return new URLSearchParams(target.split('?')[1] ?? '').get('X-Amz-Security-Token') ?? '';
}

function unverified(
  request: WireRequest,
  signature: Signature | SignatureProblem,
  { account, sessions }: Authentication & { readonly mode: 'off' },
): Claim | SignatureProblem {
  const verify = () => undefined;
  if (!('problem' in signature)) {
    const { accessKeyId, region, service } = signature;
    const session = sessions?.open(accessKeyId, tokenOf(request))?.session;
    if (session !== undefined) {
      const { role } = session;
      const caller = callerOf(session, accessKeyId);
      return { service, scope: { region, account: session.account }, role, caller, verify };
    }
    return {
      service,
      scope: { region, account: /^\d{12}$/.test(accessKeyId) ? accessKeyId : account },
      verify,
    };
  }
  const service = guessedService(request);
  return service === undefined ? signature : { service, scope: { region: DEFAULT_REGION, account }, verify };
}

/** Without a signature only the request itself can say which service is meant. */
function guessedService({ method, target, headers }: WireRequest): string | undefined {
  if (String(headers['x-amz-target']).startsWith('AWSStepFunctions.')) return 'states';
  if (target.startsWith('/2015-03-31/functions')) return 'lambda';
  // All others are asked by POST; S3 with these parameters.
  const isS3 = method !== 'POST' || /[?&](delete|uploads|uploadId)(=|&|$)/.test(target);
  return isS3 && headers['x-amz-target'] === undefined ? 's3' : undefined;
}
