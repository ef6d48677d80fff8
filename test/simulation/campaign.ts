import { scheduleOf } from './schedule.ts';
import { shrunk } from './shrink.ts';
import { type Counts, play } from './simulation.ts';

/** Many schedules: every `stride`th seed. */
export interface Campaign {
  readonly seed: number;
  readonly schedules: number;
  readonly stride: number;
}

/** What came of some of them. */
export interface Progress {
  readonly done: number;
  readonly counts: Counts;
  /** A seed that has failed, and its story where it is the first. */
  readonly failed?: { readonly seed: number; readonly story: string | undefined };
}

const TOLD_EVERY = 100;
/** After so many the rest would say nothing new. */
const FAILED_MAX = 10;

/** Plays them, and tells of each that fails, and now and then of the others. */
export async function* simulate({ seed, schedules, stride }: Campaign): AsyncGenerator<Progress> {
  let counts: Counts = NONE;
  let failures = 0;
  let told = 0;
  for (let done = 1; done <= schedules && failures < FAILED_MAX; done++) {
    const own = seed + (done - 1) * stride;
    const one = await play(scheduleOf(own));
    counts = sumOf(counts, one.counts);
    const isWrong = one.violations.length > 0;
    if (!isWrong && done - told < TOLD_EVERY && done < schedules) continue;
    const story = isWrong && failures === 0 ? await storyOf(own) : undefined;
    yield { done: done - told, counts, ...(isWrong ? { failed: { seed: own, story } } : {}) };
    if (isWrong) failures++;
    counts = NONE;
    told = done;
  }
}

/** What happens in the shortest schedule that still fails. */
async function storyOf(seed: number): Promise<string> {
  const { outcome } = await shrunk(scheduleOf(seed));
  const lines = [...outcome.story, ...outcome.violations.map((wrong) => `VIOLATION: ${wrong}`)];
  return [`seed ${seed}`, ...lines, `Again: npm run sim -- --seed ${seed}`].join('\n');
}

export const NONE: Counts = {
  ...{ crashes: 0, faults: 0, commits: 0, answers: 0, executions: 0, attempts: 0 },
};

export function sumOf(one: Counts, other: Counts): Counts {
  return {
    crashes: one.crashes + other.crashes,
    faults: one.faults + other.faults,
    commits: one.commits + other.commits,
    answers: one.answers + other.answers,
    executions: one.executions + other.executions,
    attempts: one.attempts + other.attempts,
  };
}
