import type { Result } from './score.ts';

/** A body of AWS's answers that lies beside the project, and how we are asked the same questions. */
export interface Corpus {
  readonly name: string;
  /** False: only our own parts can be asked, in this process. */
  readonly isRemote: boolean;
  /** @throws Missing when its data, or what it needs of this machine, is not here. */
  play(setting: Setting): Promise<readonly Result[]>;
}

export interface Setting {
  /** Whom to ask; undefined: a new server of ours, or its parts. */
  readonly endpoint?: string;
  /** Called once for each case, when it is known. */
  readonly onResult?: (result: Result) => void;
}

/** A corpus cannot be played here. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

/** One case cannot be played, and its message says why. It counts as one that differs. */
export class Unplayable extends Error {
  override readonly name = 'Unplayable';
}

/** Plays all cases, some at once. */
export async function playAll<Case>(
  cases: readonly Case[],
  { atOnce, onResult }: { readonly atOnce: number; readonly onResult: Setting['onResult'] },
  play: (one: Case) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = cases[Symbol.iterator]();
  const lane = async () => {
    // All lanes take from the one iterator.
    for (const one of waiting) {
      const result = await play(one);
      results.push(result);
      onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

/** The result of a case whose play answers with differences, or throws. */
export async function resultOf(
  { area, id }: Pick<Result, 'area' | 'id'>,
  play: () => Promise<Result['differences']>,
): Promise<Result> {
  try {
    return { area, id, differences: await play() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const differences = [{ path: 'played', aws: 'an answer', ours: error.message }];
    return { area, id, differences, ...(error instanceof Unplayable ? { reason: error.message } : {}) };
  }
}
