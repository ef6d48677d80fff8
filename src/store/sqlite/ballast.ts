import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const BALLAST_BYTES = 16 * 1024 * 1024;
const STEP_BYTES = 1024 * 1024;
/** Room that must be left beside it: it must not be what fills the disk. */
const ROOM_BYTES = 4 * BALLAST_BYTES;

/**
 * A file that only takes room. On a full disk SQLite cannot even delete rows; dropping the ballast gives it
 * what it needs to empty its WAL and to go on until somebody has made room.
 */
export class Ballast {
  readonly #path: string;
  #bytes: number;

  constructor(path: string) {
    this.#path = path;
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (this.#bytes > 0) chmodSync(path, 0o600);
  }

  get isWhole(): boolean {
    return this.#bytes >= BALLAST_BYTES;
  }

  /** One step towards whole, a millisecond of work. @returns whether another step would help. */
  grow(): boolean {
    if (this.isWhole) return false;
    try {
      if (!this.#hasRoom()) return false;
      // Random, so that a file system which compresses gives it real room.
      appendFileSync(this.#path, randomBytes(STEP_BYTES), { mode: 0o600 });
    } catch {
      // Having none is a state like any other: another write will be the one to hear that the disk is full.
      return false;
    }
    this.#bytes += STEP_BYTES;
    return !this.isWhole;
  }

  drop(): void {
    rmSync(this.#path, { force: true });
    this.#bytes = 0;
  }

  #hasRoom(): boolean {
    const { bavail, bsize } = statfsSync(dirname(this.#path));
    return bavail * bsize > ROOM_BYTES;
  }
}
