import { timingSafeEqual } from 'node:crypto';
import { isObject, type JsonObject, member, parseOwnJson } from './json.ts';
import { MacKey } from './mac-key.ts';
import type { Instant } from './time.ts';

/** Whose temporary credentials are, and for how long. */
export interface Session {
  /** 12 digits. */
  readonly account: string;
  /** `arn:aws:sts::123456789012:assumed-role/r/s`, or that of the user who asked for a session. */
  readonly arn: string;
  readonly userId: string;
  /** The role whose policies bound it. */
  readonly role?: string;
  /** The key that asked for it, when it may do what that key may. */
  readonly parentKey?: string;
  readonly expiresAt: Instant;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Unlike AWS's `ASIA`, so that neither people nor scanners take them for keys of AWS. */
const PREFIX = 'SWAS';
const FIELDS = ['account', 'arn', 'userId', 'role', 'parentKey'] as const;

/** Whether a key was made by `SessionKeys`, and needs its token. */
export function isSessionKey(accessKeyId: string): boolean {
  return accessKeyId.startsWith(PREFIX);
}

/**
 * Makes and reads temporary credentials. Nothing is kept of them: the token says whose they are, sealed with this
 * server's secret, and the secret key follows from the id. They outlive a restart, and end when they expire.
 */
export class SessionKeys {
  readonly #key: MacKey;

  /** @param secret 32 random bytes, the same for the life of the data. */
  constructor(secret: Buffer) {
    this.#key = new MacKey(secret);
  }

  /** @param uuid Makes the id: as unpredictable as a UUID is. */
  issue(session: Session, uuid: string): SessionCredentials {
    const accessKeyId = PREFIX + uuid.replaceAll('-', '').slice(0, 16).toUpperCase();
    const content = Buffer.from(JSON.stringify({ ...session, accessKeyId })).toString('base64url');
    return {
      accessKeyId,
      secretAccessKey: this.#hash('key', accessKeyId).toString('base64url'),
      sessionToken: `${content}.${this.#hash('token', content).toString('base64url')}`,
    };
  }

  /** @returns undefined when the token is none of ours, or of another key. An expired one is returned, too. */
  open(
    accessKeyId: string,
    token: string,
  ): { readonly session: Session; readonly secretAccessKey: string } | undefined {
    if (!isSessionKey(accessKeyId)) return undefined;
    const [content = '', seal = '', ...rest] = token.split('.');
    const wanted = this.#hash('token', content);
    const given = Buffer.from(seal, 'base64url');
    if (rest.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted))
      return undefined;
    const sealed = parseOwnJson(Buffer.from(content, 'base64url').toString());
    if (!isObject(sealed) || member(sealed, 'accessKeyId') !== accessKeyId) return undefined;
    const session = sessionOf(sealed);
    return { session, secretAccessKey: this.#hash('key', accessKeyId).toString('base64url') };
  }

  #hash(purpose: 'key' | 'token', text: string): Buffer {
    return this.#key.hmac().update(`${purpose}:${text}`).digest();
  }
}

function sessionOf(sealed: JsonObject): Session {
  const texts: { [field in (typeof FIELDS)[number]]?: string } = {};
  for (const field of FIELDS) {
    const value = member(sealed, field);
    if (typeof value === 'string') texts[field] = value;
  }
  const { account = '', arn = '', userId = '', ...rest } = texts;
  return { account, arn, userId, ...rest, expiresAt: Number(member(sealed, 'expiresAt')) };
}
