/** A bug of one line, as somebody might write it: what stands in `file` exactly once is put in another way. */
export interface Bug {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** What it breaks. */
  readonly breaks: string;
  readonly promise: `P${number}`;
  /** The suite that is known to catch it. */
  readonly suite: SuiteName;
  /** Taken for the test beside the file: where that knows nothing of it. */
  readonly test?: string;
}

/** In the order in which they are tried, behind the one that is known to catch a bug. */
export const SUITE_NAMES = [
  'beside',
  'architecture',
  'laws',
  'simulation',
  'operations',
  'store contract',
  'folder',
  'crash at every commit',
  'services',
  'kills',
  'power loss',
] as const;

export type SuiteName = (typeof SUITE_NAMES)[number];

/** @throws Error when the text is not there exactly once: the code has changed, and the bug has to follow it. */
export function planted(text: string, { file, find, replace }: Bug): string {
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(`${file} has this text ${parts.length - 1} times, not once: ${find}`);
  return parts.join(replace);
}
