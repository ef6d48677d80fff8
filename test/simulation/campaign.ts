import { scheduleOf } from './schedule.ts';
import { shrunk } from './shrink.ts';
import { type Counts, play } from './simulation.ts';

/** Many schedules, one seed after another. */
export interface Campaign {
  readonly seed: number;
  readonly schedules: number;
  /** Called now and then, with how many are done. */
  readonly onProgress?: (done: number) => void;
}

export interface Result {
  readonly counts: Counts;
  /** The seeds that have failed, the first with its story. */
  readonly failed: readonly number[];
  readonly story: string | undefined;
}

const PROGRESS_EVERY = 1_000;
/** After so many the rest would say nothing new. */
const FAILED_MAX = 20;

export async function simulate({ seed, schedules, onProgress }: Campaign): Promise<Result> {
  const failed: number[] = [];
  let story: string | undefined;
  let counts: Counts = NONE;
  for (let done = 0; done < schedules && failed.length < FAILED_MAX; done++) {
    const one = await play(scheduleOf(seed + done));
    counts = sumOf(counts, one.counts);
    if (one.violations.length > 0) {
      failed.push(seed + done);
      story ??= await storyOf(seed + done);
    }
    if ((done + 1) % PROGRESS_EVERY === 0) onProgress?.(done + 1);
  }
  return { counts, failed, story };
}

/** What happens in the shortest schedule that still fails. */
async function storyOf(seed: number): Promise<string> {
  const { outcome } = await shrunk(scheduleOf(seed));
  const lines = [...outcome.story, ...outcome.violations.map((wrong) => `VIOLATION: ${wrong}`)];
  return [`seed ${seed}`, ...lines, `Again: npm run sim -- --seed ${seed}`].join('\n');
}

const NONE: Counts = { crashes: 0, faults: 0, commits: 0, answers: 0, executions: 0, attempts: 0 };

function sumOf(one: Counts, other: Counts): Counts {
  return {
    crashes: one.crashes + other.crashes,
    faults: one.faults + other.faults,
    commits: one.commits + other.commits,
    answers: one.answers + other.answers,
    executions: one.executions + other.executions,
    attempts: one.attempts + other.attempts,
  };
}
