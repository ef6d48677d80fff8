import type { Entropy } from '../../base/entropy.ts';
import type { Caller, HttpService } from '../../base/http-service.ts';
import { type JsonObject, member } from '../../base/json.ts';
import type { Session, SessionKeys } from '../../base/session-keys.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { RoleWithPolicies } from '../iam/iam.ts';
import { textIn, wholeIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { readMembers, writeMembers } from '../service/members.ts';
import { QueryService } from '../service/query-service.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { mayAssume } from './trust.ts';

export interface StsOptions {
  readonly roles: (account: string, name: string) => Promise<RoleWithPolicies | undefined>;
  readonly keys: SessionKeys;
  /** Whether only those may assume a role whom its trust policy names. */
  readonly isTrustChecked: boolean;
  readonly entropy: Entropy;
  readonly now: () => Instant;
  readonly bodyBytesMax: number;
}

const SECONDS = { min: 900, usual: 3600, max: 43_200, ofToken: 43_200, ofTokenMax: 129_600 };

/** Our own STS: who calls, and temporary credentials. */
export function createSts(options: StsOptions): HttpService {
  return new QueryService({
    name: 'STS',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    bodyBytesMax: options.bodyBytesMax,
    operations: operationsOf(options),
    read: (_operation, form) => readMembers(form),
    write: (_operation, output) => writeMembers(output),
  });
}

function operationsOf({
  roles,
  keys,
  isTrustChecked,
  entropy,
  now,
}: StsOptions): Record<string, JsonOperation> {
  const issued = (session: Session): JsonObject => {
    const { accessKeyId, secretAccessKey, sessionToken } = keys.issue(session, entropy.uuid());
    return {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: formatInstant(session.expiresAt),
    };
  };
  return {
    async GetCallerIdentity(_input, { scope, caller }) {
      const { arn, userId } = caller ?? rootOf(scope.account);
      return { Arn: arn, UserId: userId, Account: scope.account };
    },

    async AssumeRole(input, { scope, caller = rootOf(scope.account) }) {
      const arn = textIn(input, 'RoleArn') ?? '';
      const { account, name } = roleOf(arn);
      const sessionName = sessionNameIn(input);
      refusePolicies(input);
      const found = await roles(account, name);
      if (found === undefined || (isTrustChecked && !mayAssume(found.role.trust, caller, scope.account)))
        throw notAuthorized(caller, arn);
      const seconds = secondsIn(input, { max: found.role.sessionSecondsMax, usual: SECONDS.usual });
      const user = {
        arn: `arn:aws:sts::${account}:assumed-role/${found.role.name}/${sessionName}`,
        userId: `${found.role.id}:${sessionName}`,
      };
      const session = { ...user, account, role: found.role.name, expiresAt: now() + seconds * 1000 };
      return {
        Credentials: issued(session),
        AssumedRoleUser: { AssumedRoleId: user.userId, Arn: user.arn },
        PackedPolicySize: 0,
      };
    },

    async GetSessionToken(input, { scope, caller }) {
      // The session of a session would outlive it.
      if (caller?.isSession === true)
        throw new ServiceRefusal('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
      const seconds = secondsIn(input, { max: SECONDS.ofTokenMax, usual: SECONDS.ofToken });
      const { arn, userId } = caller ?? rootOf(scope.account);
      const parent = caller === undefined ? {} : { parentKey: caller.accessKeyId };
      const expiresAt = now() + seconds * 1000;
      return { Credentials: issued({ account: scope.account, arn, userId, ...parent, expiresAt }) };
    },
  };
}

/** The bearer of the key pair of dev mode, or of no key. */
function rootOf(account: string): Caller {
  return { arn: `arn:aws:iam::${account}:root`, userId: account, accessKeyId: '', isSession: false };
}

function roleOf(arn: string): { readonly account: string; readonly name: string } {
  const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(?:[^:]*\/)?([\w+=,.@-]{1,64})$/.exec(arn) ?? [];
  if (account === undefined || name === undefined) throw invalid(`${arn} is invalid`);
  return { account, name };
}

function sessionNameIn(input: JsonObject): string {
  const name = textIn(input, 'RoleSessionName') ?? '';
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
  );
}

function secondsIn(
  input: JsonObject,
  { max, usual }: { readonly max: number; readonly usual: number },
): number {
  const seconds = wholeIn(input, 'DurationSeconds') ?? usual;
  if (seconds >= SECONDS.min && seconds <= max) return seconds;
  throw invalid(`DurationSeconds must be ${SECONDS.min} to ${max}: it exceeds the session that is allowed.`);
}

/** They would bound the session, and are not honoured here: it must not be given without them. */
function refusePolicies(input: JsonObject): void {
  const given = ['Policy', 'PolicyArns', 'SerialNumber'].find((name) => member(input, name) !== undefined);
  if (given !== undefined)
    throw new ServiceRefusal('NotImplemented', `The local STS does not have ${given} of AssumeRole.`, 501);
}

function notAuthorized({ arn }: Caller, role: string): ServiceRefusal {
  const message = `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`;
  return new ServiceRefusal('AccessDenied', message, 403);
}

function invalid(message: string): ServiceRefusal {
  return new ServiceRefusal('ValidationError', message);
}
