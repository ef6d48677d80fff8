import { InvalidPath } from './invalid-path.ts';

/** A regular expression of a filter (`=~`) that is known not to run for long. */
export interface Pattern {
  /** Whether the whole subject matches, as Java's `matches()` asks. */
  matches(subject: string): boolean;
  /** The most steps that backtracking can take on a subject of this length, about. */
  stepsMax(length: number): number;
}

/** Longer subjects are refused whatever the pattern is. */
export const SUBJECT_LENGTH_MAX = 4096;
const REPETITIONS_MAX = 4;
const CHOICES_MAX = 20;

/**
 * Compiles a pattern whose time is polynomial: no repetition inside a repetition, no back reference, no
 * look-around, few repetitions and choices. V8 backtracks and cannot be interrupted, so the rest is refused.
 *
 * @throws InvalidPath
 */
export function compilePattern(source: string, flags: string): Pattern {
  if (!/^[ims]*$/.test(flags)) throw new InvalidPath(`the pattern flags '${flags}' are not supported`);
  const refuse = (problem: string): never => {
    throw new InvalidPath(`the pattern /${source}/ ${problem}`);
  };
  if (/\\(?:[1-9]|k)/.test(source.replaceAll('\\\\', ''))) refuse('has a back reference');
  // What an escape or a class stands for is one character; it cannot repeat or choose.
  const bare = source.replace(/\\[\s\S]|\[(?:[^\]\\]|\\[\s\S])*\]/g, 'x').replaceAll('(?:', '(');
  if (bare.includes('(?')) refuse('has a (? group');
  if (repeatsChoices(bare)) refuse('repeats a group that holds a repetition or a choice');

  const repetitions = (bare.match(/[*+{]/g) ?? []).length;
  const choices = (bare.match(/[?|]/g) ?? []).length;
  if (repetitions > REPETITIONS_MAX) refuse(`has more than ${REPETITIONS_MAX} repetitions`);
  if (choices > CHOICES_MAX) refuse(`has more than ${CHOICES_MAX} choices`);
  const pattern = expression(source, flags);
  return {
    matches: (subject) => pattern.test(subject),
    stepsMax: (length) => (length + 1) ** repetitions * 2 ** choices,
  };
}

/** `(a+)+` and `(a|a)*` take exponential time. */
function repeatsChoices(bare: string): boolean {
  const groups: boolean[] = [];
  let isRisky = false;
  for (let at = 0; at < bare.length; at++) {
    const char = bare.charAt(at);
    if (char === '(') {
      groups.push(isRisky);
      isRisky = false;
    } else if (char === ')') {
      if (isRisky && /[*+{]/.test(bare.charAt(at + 1))) return true;
      isRisky = (groups.pop() ?? false) || isRisky;
    } else if (/[*+{?|]/.test(char)) isRisky = true;
  }
  return false;
}

function expression(source: string, flags: string): RegExp {
  try {
    return new RegExp(`^(?:${source})$`, `${[...new Set(flags)].join('')}u`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidPath(`/${source}/ is no regular expression: ${error.message}`, { cause: error });
  }
}
