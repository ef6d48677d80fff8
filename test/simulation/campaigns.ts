import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Campaign, NONE, type Progress, sumOf } from './campaign.ts';
import type { Counts } from './simulation.ts';

export interface Result {
  readonly counts: Counts;
  /** The seeds that have failed, and the story of the first. */
  readonly failed: readonly number[];
  readonly story: string | undefined;
}

/** Schedules from a seed on, on all processors. */
export async function simulateAll(
  { seed, schedules }: Pick<Campaign, 'seed' | 'schedules'>,
  onProgress: (done: number) => void = () => {},
): Promise<Result> {
  const stride = Math.min(availableParallelism(), schedules);
  const failed: number[] = [];
  const result: { counts: typeof NONE; failed: number[]; story: string | undefined } = {
    ...{ counts: NONE, failed, story: undefined },
  };
  let done = 0;
  const parts = Array.from({ length: stride }, async (_, index) => {
    const own: Campaign = { seed: seed + index, schedules: Math.ceil((schedules - index) / stride), stride };
    const worker = new Worker(new URL('./campaign-thread.ts', import.meta.url), { workerData: own });
    worker.on('message', (progress: Progress) => {
      done += progress.done;
      result.counts = sumOf(result.counts, progress.counts);
      if (progress.failed !== undefined) result.failed.push(progress.failed.seed);
      result.story ??= progress.failed?.story;
      onProgress(done);
    });
    // An error of the thread's own rises here.
    await once(worker, 'exit');
  });
  await Promise.all(parts);
  return { ...result, failed: result.failed.sort((a, b) => a - b) };
}
