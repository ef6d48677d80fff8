import { HISTORY_EVENTS_MAX } from '../base/limits.ts';

const LIMITS = {
  /** Records after which a turn commits although frames could go on: a few milliseconds of work. */
  recordsPerTurn: 5000,
  bytesPerTurn: 2 * 1024 * 1024,
  eventsMax: HISTORY_EVENTS_MAX,
} as const;

/** Of a turn that everything else waits for. */
export const HERE = { ...LIMITS, msPerTurn: 5 } as const;

/**
 * Of a turn on another thread, which holds up nobody but others like it: except by its records, which are applied here.
 * What it starts is sent from here.
 */
export const AWAY = { ...LIMITS, recordsPerTurn: 2000, msPerTurn: 200, sendable: 0 } as const;

/** A turn that was this fast on another thread was there for nothing. */
export const FAST_MS = 5;
