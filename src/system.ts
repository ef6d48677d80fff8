import { randomUUID } from 'node:crypto';
import { getHeapStatistics } from 'node:v8';
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

/** How the process is. */
export const systemVitals: Vitals = {
  memoryBytes() {
    const { used_heap_size, external_memory } = getHeapStatistics();
    return used_heap_size + external_memory;
  },
  elapsedMs: () => performance.now(),
  workedMs() {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  },
  afterThisTurn: (callback) => void setImmediate(callback),
};
