import type { Bug } from './bug.ts';
import { type Trial, trialsOf } from './suites.ts';

/** How a suite ended on a copy; `hung`: not at all, in its time. */
export type Ending = 'passed' | 'failed' | 'hung';

export interface Catch {
  readonly bug: Bug;
  /** What caught it; undefined: nothing, it survives. */
  readonly trial: Trial | undefined;
  readonly ending: Ending;
  readonly seconds: number;
}

/** Where bugs are put and suites are run. */
export interface Copy {
  /** The bug is there while `act` runs. */
  with<Result>(bug: Bug, act: () => Promise<Result>): Promise<Result>;
  run(trial: Trial): Promise<Ending>;
}

/**
 * Lets a bug go through its suites until one of them fails.
 *
 * @param triedMax How many of them are tried.
 */
export async function hunt(
  copy: Copy,
  bug: Bug,
  triedMax: number = Number.POSITIVE_INFINITY,
): Promise<Catch> {
  const startedMs = performance.now();
  const { trial, ending } = await copy.with(bug, async () => {
    for (const tried of trialsOf(bug).slice(0, triedMax)) {
      const seen = await copy.run(tried);
      if (seen !== 'passed') return { trial: tried, ending: seen };
    }
    return { trial: undefined, ending: 'passed' as const };
  });
  return { bug, trial, ending, seconds: (performance.now() - startedMs) / 1000 };
}

/** Suites that fail where there is no bug at all: what they have caught means nothing. */
export async function falseAlarms(copies: readonly Copy[], catches: readonly Catch[]): Promise<string[]> {
  const alarms: string[] = [];
  await share(copies, merged(catches.flatMap((one) => one.trial ?? [])), async (copy, trial) => {
    const ending = await copy.run(trial);
    if (ending !== 'passed')
      alarms.push(`${trial.suite} ${ending} without any bug: ${trial.tests.join(' ')}`);
  });
  return alarms;
}

/** Does the tasks in their order, each copy one at a time. */
export async function share<Task>(
  copies: readonly Copy[],
  tasks: readonly Task[],
  act: (copy: Copy, task: Task) => Promise<void>,
): Promise<void> {
  const left = [...tasks];
  const work = async (copy: Copy) => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await act(copy, task);
  };
  await Promise.all(copies.map(work));
}

/** Each suite once, with all the tests that it has been run with. */
function merged(trials: readonly Trial[]): Trial[] {
  const bySuite = Map.groupBy(trials, ({ suite }) => suite);
  return [...bySuite.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : { ...first, tests: [...new Set(same.flatMap(({ tests }) => tests))] };
  });
}
