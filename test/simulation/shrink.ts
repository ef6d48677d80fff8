import type { Schedule, Step } from './schedule.ts';
import { type Outcome, play } from './simulation.ts';

/** More would not make the story much shorter. */
const PLAYS_MAX = 400;

/** A failing schedule without the steps that it fails without, told. */
export async function shrunk(schedule: Schedule): Promise<{ schedule: Schedule; outcome: Outcome }> {
  let { steps } = schedule;
  let plays = 0;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < steps.length && plays < PLAYS_MAX; plays++) {
      const fewer: readonly Step[] = [...steps.slice(0, at), ...steps.slice(at + size)];
      const { violations } = await play({ ...schedule, steps: fewer });
      if (violations.length > 0) steps = fewer;
      else at += size;
    }
  }
  const smallest = { ...schedule, steps };
  return { schedule: smallest, outcome: await play(smallest, { tells: true }) };
}
