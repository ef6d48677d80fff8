import type { Instant } from '../../base/time.ts';
import type { Credentials, KnownKey } from '../authentication.ts';
import { readCredentialsFile, stampOf } from './credentials-file.ts';
import { unsupportedConditions } from './policy.ts';
import { AccessRefused } from './refused.ts';

export interface KnownKeysOptions {
  readonly path: string;
  readonly now: () => Instant;
  readonly log: (line: string) => void;
  /** Asked for keys that the file does not have. */
  readonly besides?: Credentials;
}

/** How old what is known of the file may be: a revoked key works no longer than this. */
const CHECK_MS = 1000;

/**
 * The keys of a credentials file, as it is now: a change is noticed by the next request a second later.
 *
 * A file that has become unusable changes nothing, and says so; one that has gone leaves no keys.
 */
export class KnownKeys implements Credentials {
  readonly #options: KnownKeysOptions;
  #keys: ReadonlyMap<string, KnownKey> = new Map();
  #stamp: string | undefined;
  #checkedAt: Instant;

  /** @throws AccessRefused when the file is there and cannot be used. */
  constructor(options: KnownKeysOptions) {
    this.#options = options;
    this.#checkedAt = options.now();
    this.#load();
  }

  /** How many keys the file has. */
  get count(): number {
    return this.#keys.size;
  }

  find(accessKeyId: string): KnownKey | undefined {
    this.#refresh();
    return this.#keys.get(accessKeyId) ?? this.#options.besides?.find(accessKeyId);
  }

  #refresh(): void {
    const { now, path, log } = this.#options;
    const at = now();
    // A clock that was put back must not put the next look off.
    if (Math.abs(at - this.#checkedAt) < CHECK_MS) return;
    this.#checkedAt = at;
    let stamp = this.#stamp;
    try {
      stamp = stampOf(path);
      if (stamp === this.#stamp) return;
      this.#load();
      log(`${path} has changed: ${this.#keys.size} key pairs`);
    } catch (error) {
      if (!isOfTheFile(error)) throw error;
      // Said once, until it changes again.
      this.#stamp = stamp;
      log(`the keys stay as they were: ${error.message}`);
    }
  }

  #load(): void {
    const { path, log } = this.#options;
    const snapshot = readCredentialsFile(path);
    const keys = new Map<string, KnownKey>();
    for (const { accessKeyId, secretAccessKey, account, name, policies } of snapshot?.pairs ?? []) {
      const principal = { arn: `arn:aws:iam::${account}:user/${name}`, policies };
      keys.set(accessKeyId, { secretAccessKey, account, principal });
      for (const line of policies.flatMap(unsupportedConditions))
        log(`policy of ${name} (${accessKeyId}): ${line}`);
    }
    this.#keys = keys;
    this.#stamp = snapshot?.stamp;
  }
}

/** Refused by us, or by the operating system. */
function isOfTheFile(error: unknown): error is Error {
  return error instanceof AccessRefused || (error instanceof Error && 'syscall' in error);
}
