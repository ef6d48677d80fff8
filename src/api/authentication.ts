import type { Scope } from '../base/arn.ts';
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
    }
  /** Anyone may do anything. A 12-digit access key id names the account, any other key the default one. */
  | { readonly mode: 'off'; readonly account: string };

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
  /** Checks the whole request; undefined when it is authentic. */
  verify(request: WireRequest, check: { now: Instant; keys: SigningKeys }): Problem | undefined;
  /** For the chunks of a body whose headers `verify` has passed; undefined: nobody checks them. */
  chunkSignatures?(keys: SigningKeys): ChunkSignatures;
}

export interface Problem {
  readonly problem: SignatureProblem['problem'] | 'UnrecognizedClientException';
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
  if (authentication.mode === 'off') return unverified(request, signature, authentication.account);
  if ('problem' in signature) return signature;
  const known = authentication.credentials.find(signature.accessKeyId);
  if (known === undefined) {
    return {
      problem: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      service: signature.service,
    };
  }
  const { skewMs } = authentication;
  return {
    service: signature.service,
    scope: { region: signature.region, account: known.account },
    principal: known.principal,
    verify: (whole, check) => verifyRequest(whole, signature, known.secretAccessKey, { ...check, skewMs }),
    chunkSignatures: (keys) => new ChunkSignatures(signature, keys.key(known.secretAccessKey, signature)),
  };
}

function unverified(
  request: WireRequest,
  signature: Signature | SignatureProblem,
  account: string,
): Claim | SignatureProblem {
  const verify = () => undefined;
  if (!('problem' in signature)) {
    const { accessKeyId, region, service } = signature;
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
