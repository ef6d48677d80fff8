import type { Scope } from '../language.ts';
import { JsonataFailure } from './jsonata-failure.ts';

/** Developer Guide, "Transforming data with JSONata": an expression may run for a second. */
const TIME_MS_MAX = 1000;
/** Evaluated expressions within one another; AWS's five measured boundaries lie between 99 and 101. */
export const DEPTH_MAX = 100;
/** One value: `[1..873782]` and a text of 2^22 characters pass on AWS, `[1..873783]` and 2^23 do not. */
const VALUE_BYTES_MAX = 10 * 1024 * 1024;
const ITEM_BYTES = 12;
const LIST_BYTES = 376;
const CHARACTER_BYTES = 2;
/**
 * All that one evaluation makes, kept or not. Garbage counts, so that nothing has to be traced; texts put together with `&`
 * share their parts and cost little, which is what long loops mostly do.
 */
const TOTAL_BYTES_MAX = 64 * 1024 * 1024;
/** What needs more is slow, and its garbage would be everybody's: such work is for another thread, where there is one. */
const HERE_BYTES_MAX = 2 * 1024 * 1024;
const STEPS_BETWEEN_READINGS = 256;
/** Shorter ones are as large as what holds their parts. */
const JOINED_LENGTH_MIN = 128;

export type MeterClock = Pick<Scope, 'elapsedMs' | 'patienceMs' | 'losePatience'>;

/** The budget of one evaluation. */
export class Meter {
  readonly #clock: MeterClock;
  readonly #startMs: number;
  #steps = 0;
  #bytes = 0;
  #bytesMax = HERE_BYTES_MAX;
  /** How many texts of a length were put together and not read yet. */
  readonly #joined = new Map<number, number>();

  constructor(clock: MeterClock) {
    this.#clock = clock;
    this.#startMs = clock.elapsedMs();
  }

  /** Counts work. @throws JsonataFailure when the time is over. */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps < STEPS_BETWEEN_READINGS) return;
    this.#steps = 0;
    if (this.remainingMs() <= 0) throw JsonataFailure.tooLong();
  }

  /** @throws OutOfPatience */
  remainingMs(): number {
    return TIME_MS_MAX - (this.#clock.elapsedMs() - this.#startMs);
  }

  /** For what cannot be interrupted: how long it may hold this thread. */
  patienceMs(): number {
    return this.#clock.patienceMs?.() ?? Number.POSITIVE_INFINITY;
  }

  /** It was cut short before its own time. @throws OutOfPatience */
  losePatience(): void {
    this.#clock.losePatience?.();
  }

  /** To be called before memory is taken. @throws JsonataFailure when it would be too much. */
  allocate(bytes: number): void {
    this.#bytes += bytes;
    if (!(this.#bytes <= this.#bytesMax)) this.#checkTotal();
  }

  #checkTotal(): void {
    if (!(this.#bytes <= TOTAL_BYTES_MAX)) throw JsonataFailure.tooLarge();
    this.#bytesMax = TOTAL_BYTES_MAX;
    this.#clock.losePatience?.();
  }

  /** A list of so many items. */
  list(length: number): void {
    if (!(length * ITEM_BYTES + LIST_BYTES <= VALUE_BYTES_MAX)) throw JsonataFailure.tooLarge();
    this.allocate(80 + ITEM_BYTES * length);
    this.step(length >> 4);
  }

  object(members: number): void {
    this.allocate(80 + 32 * members);
    if (members >= 8) this.step(members >> 3);
  }

  /** A text of so many characters that is made from nothing. */
  text(length: number): void {
    this.#checkText(length);
    this.allocate(16 + length * CHARACTER_BYTES);
    this.step(length >> 6);
  }

  /**
   * A text put together from two others, which V8 keeps as they are until the whole is read. Remembered by its
   * length, so that the first reading pays and reading one long text again and again does not.
   */
  joinedText(length: number): void {
    this.#checkText(length);
    this.allocate(32);
    if (length < JOINED_LENGTH_MIN) return;
    this.allocate(64);
    this.#joined.set(length, (this.#joined.get(length) ?? 0) + 1);
  }

  /** A text is about to be read through. */
  scan(length: number): void {
    this.step(1 + (length >> 6));
    if (length < JOINED_LENGTH_MIN) return;
    const joined = this.#joined.get(length) ?? 0;
    if (joined === 0) return;
    this.#joined.set(length, joined - 1);
    this.allocate(length * CHARACTER_BYTES);
  }

  #checkText(length: number): void {
    if (!(length * CHARACTER_BYTES <= VALUE_BYTES_MAX)) throw JsonataFailure.tooLarge();
  }
}
