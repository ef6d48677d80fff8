import type { Json } from '../base/json.ts';
import type { Scope } from './language.ts';
import { sizeUpTo } from './size.ts';

/** What is longer takes more than a few milliseconds to compile. */
const SIZE_HERE_MAX = 8 * 1024;

/** Whether a part of a definition is so long that it is not compiled at once with the rest. */
export function isLong(source: Json): boolean {
  return sizeUpTo(source, SIZE_HERE_MAX + 1) > SIZE_HERE_MAX;
}

/**
 * Compiles on first use: of thousands of rules an execution meets a few. Meant for what the validator has passed, so
 * that compiling it cannot fail. What is long by itself is compiled where it holds up nobody.
 */
export function late<Compiled>(
  source: Json,
  compile: () => Compiled,
): (scope: Pick<Scope, 'elapsedMs' | 'losePatience'>) => Compiled {
  let compiled: Compiled | undefined;
  return (scope) => {
    if (compiled !== undefined) return compiled;
    if (isLong(source)) scope.losePatience?.();
    else scope.elapsedMs();
    compiled = compile();
    return compiled;
  };
}
