import type { Scope } from './language.ts';

/** What is longer takes more than a few milliseconds to compile. */
const CHARACTERS_HERE_MAX = 8 * 1024;

/**
 * Compiles on first use: a definition has thousands of expressions, and an execution meets a few of them. Meant for
 * what the validator has passed, so that compiling it cannot fail.
 *
 * @param characters About how long its source is. Something long is compiled where it holds up nobody.
 */
export function late<Compiled>(
  characters: () => number,
  compile: () => Compiled,
): (scope: Pick<Scope, 'elapsedMs' | 'losePatience'>) => Compiled {
  let compiled: Compiled | undefined;
  return (scope) => {
    if (compiled !== undefined) return compiled;
    if (characters() > CHARACTERS_HERE_MAX) scope.losePatience?.();
    else scope.elapsedMs();
    compiled = compile();
    return compiled;
  };
}
