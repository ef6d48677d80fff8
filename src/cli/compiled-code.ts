/** In the package, what `runCached` gives to its script; in the checkout there is no such name. */
declare const keepScript: (() => void) | undefined;

/**
 * Leaves the code of this program that is compiled by now to the next process.
 *
 * To be called before any of V8's flags is changed: it refuses code that was made under others.
 */
export function keepCompiledCode(): void {
  if (typeof keepScript === 'function') keepScript();
}
