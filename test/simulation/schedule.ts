import { Chance } from './chance.ts';

/** What may happen, and how often. */
const WEIGHTS = {
  start: 8,
  express: 1,
  'express sync': 1,
  stop: 1,
  describe: 2,
  history: 2,
  list: 1,
  redrive: 2,
  update: 1,
  definition: 1,
  create: 2,
  delete: 1,
  publish: 1,
  unpublish: 1,
  alias: 2,
  poll: 3,
  complete: 5,
  heartbeat: 1,
  answer: 8,
  pass: 5,
  'skip to timer': 3,
  'skip far': 1,
  'set clock': 1,
  crash: 2,
  fate: 3,
  away: 1,
  slow: 1,
} as const;

export type Kind = keyof typeof WEIGHTS;

// The keys of a literal.
const KINDS = Object.keys(WEIGHTS) as Kind[];
/** Without these nothing would happen at all. */
const ALWAYS: ReadonlySet<Kind> = new Set(['start', 'answer', 'pass']);

export interface Step {
  readonly kind: Kind;
  /** Of its own chance: what other steps there are changes nothing of it. */
  readonly seed: number;
  /** Whether the next one happens in the same moment. */
  readonly isJoined: boolean;
}

export interface Schedule {
  readonly seed: number;
  readonly steps: readonly Step[];
}

const STEPS = { min: 8, more: 30 };
/** How many kinds a schedule leaves out: what is rare beside everything else is frequent in some. */
const LEFT_OUT = 0.25;
const JOINED = 0.3;

export function scheduleOf(seed: number): Schedule {
  const chance = new Chance(seed);
  const kinds = KINDS.filter((kind) => ALWAYS.has(kind) || !chance.is(LEFT_OUT));
  const drawn = kinds.flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind));
  const steps = Array.from({ length: STEPS.min + chance.below(STEPS.more) }, (): Step => {
    const kind = chance.oneOf(drawn) ?? 'start';
    return { kind, seed: chance.seed(), isJoined: chance.is(JOINED) };
  });
  return { seed, steps };
}
