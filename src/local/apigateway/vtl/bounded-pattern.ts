import vm from 'node:vm';
import { TemplateError } from './template-error.ts';

const MS_MAX = 100;
const PATTERN_LENGTH_MAX = 1000;

/** A Java regular expression on one text, ended when it backtracks for too long. */
export interface BoundedPattern {
  /** Whether the whole text matches. @throws TemplateError */
  matches(text: string): boolean;
  /** @param replacement Java's: `$1` is a group, a backslash takes the next character as it is. @throws TemplateError */
  replace(text: string, replacement: string, isAll: boolean): string;
  /** @throws TemplateError */
  split(text: string): string[];
}

/** @throws TemplateError when it is no pattern. */
export function boundedPattern(source: string): BoundedPattern {
  if (source.length > PATTERN_LENGTH_MAX)
    throw new TemplateError(`A pattern is longer than ${PATTERN_LENGTH_MAX} characters`);
  const whole = expression(`^(?:${source})$`, '');
  return {
    // What repeats nothing, as `4\d{2}`, takes no time.
    matches: (text) => (/[*+]|\{\d*,/.test(source) ? within(() => whole.test(text)) : whole.test(text)),
    replace: (text, replacement, isAll) =>
      within(() => text.replace(expression(source, isAll ? 'g' : ''), ownReplacement(replacement))),
    split: (text) => within(() => text.split(expression(source, ''))),
  };
}

function expression(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TemplateError(`'${source}' is no regular expression`, { cause: error });
  }
}

/** JavaScript's `$&` and its like are text for Java. */
function ownReplacement(replacement: string): string {
  return replacement.replace(/\\([\s\S])|\$(?!\d)/g, (_, char = '$') => (char === '$' ? '$$' : char));
}

/** V8 looks at a time limit also while a pattern backtracks, but only where a script set one. */
function within<Result>(run: () => Result): Result {
  try {
    // The script is ours and fixed: it hands back what `run` has made.
    return vm.runInNewContext('run()', { run }, { timeout: MS_MAX }) as Result;
  } catch (error) {
    // Made in another realm, whose Error is not ours.
    if (typeof error !== 'object' || error === null || !('code' in error)) throw error;
    if (error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new TemplateError(`A pattern takes longer than ${MS_MAX} ms`, { cause: error });
  }
}
