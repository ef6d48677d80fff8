import { timingSafeEqual } from 'node:crypto';
import type { Scope } from '../base/arn.ts';
import { MacKey } from '../base/mac-key.ts';
import type { EventId } from '../interpreter/record.ts';
import type { ExecutionId } from '../store/store.ts';

/** The attempt that a token names. */
export interface TokenSubject {
  readonly execution: ExecutionId;
  readonly attempt: EventId;
}

/**
 * Task tokens: the attempt's name under a MAC that is bound to account and region. Nothing is stored for them,
 * they survive restarts, and none can be guessed or used from another account.
 */
export class TaskTokens {
  readonly #key: MacKey;

  /** @param secret 32 random bytes, kept with the data. */
  constructor(secret: Buffer) {
    this.#key = new MacKey(secret);
  }

  seal(scope: Scope, { execution, attempt }: TokenSubject): string {
    const name = Buffer.alloc(NAME_BYTES);
    name.writeUInt8(FORMAT, 0);
    name.writeDoubleBE(execution, 1);
    name.writeUInt32BE(attempt, 9);
    return Buffer.concat([name, this.#mac(scope, name)]).toString('base64url');
  }

  /** @returns undefined when the token is none of ours, or another account's or region's. */
  open(scope: Scope, token: string): TokenSubject | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== NAME_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
    const name = bytes.subarray(0, NAME_BYTES);
    if (!timingSafeEqual(bytes.subarray(NAME_BYTES), this.#mac(scope, name))) return undefined;
    return { execution: name.readDoubleBE(1), attempt: name.readUInt32BE(9) };
  }

  #mac({ account, region }: Scope, name: Buffer): Buffer {
    return this.#key.hmac().update(`${account}/${region}/`).update(name).digest().subarray(0, MAC_BYTES);
  }
}

const FORMAT = 1;
const NAME_BYTES = 13;
const MAC_BYTES = 24;
