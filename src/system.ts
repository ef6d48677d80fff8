import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Clock } from './base/clock.ts';
import type { Entropy } from './base/entropy.ts';
import type { Vitals } from './base/vitals.ts';

/** Longest sleep asked of the machine; whoever wants more asks again. */
const SLEEP_MS_MAX = 60_000;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.ceil(ms), SLEEP_MS_MAX));
    return () => clearTimeout(timer);
  },
};

/** The machine's own chance. */
export const systemEntropy: Entropy = {
  random: () => Math.random(),
  uuid: () => randomUUID(),
};

/** Ids that only have to differ, and may be guessed: without `node:crypto`, whose loading takes a start 4 ms. */
export function plainId(): string {
  const [a, b, c, d] = [eightDigits(), eightDigits(), eightDigits(), eightDigits()];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

function eightDigits(): string {
  const n = Math.random() * 2 ** 32;
  return `${TWO_DIGITS[n >>> 24]}${TWO_DIGITS[(n >>> 16) & 0xff]}${TWO_DIGITS[(n >>> 8) & 0xff]}${TWO_DIGITS[n & 0xff]}`;
}

/** Every request has an id: from a table it takes a quarter of the time. */
const TWO_DIGITS = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

/** Bytes that nobody can guess: from the kernel itself where it has a file of them, for the same reason. */
export function secretBytes(count: number): Buffer {
  const bytes = Buffer.alloc(count);
  return isFilledByKernel(bytes) ? bytes : randomBytes(count);
}

function isFilledByKernel(bytes: Buffer): boolean {
  let device: number | undefined;
  try {
    device = openSync('/dev/urandom', 'r');
    // A file that somebody has put there would be no chance.
    return fstatSync(device).isCharacterDevice() && readSync(device, bytes) === bytes.length;
  } catch {
    return false;
  } finally {
    if (device !== undefined) closeSync(device);
  }
}

/** How the process is. */
export const systemVitals: Vitals = {
  memoryBytes() {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
  // Without `performance`, whose module is only loaded when somebody first asks for it.
  elapsedMs: () => Number(process.hrtime.bigint()) / 1e6,
  workedMs() {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  },
  afterThisTurn: (callback) => void setImmediate(callback),
};
