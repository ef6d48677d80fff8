import assert from 'node:assert/strict';
import type { Json } from '../../src/base/json.ts';
import { run } from './run.ts';

/** The expression answers so. Numbers kept by their text are compared by it. */
export function gives(text: string, expected: Json, input?: Json): void {
  assert.equal(JSON.stringify(run(text, input)), JSON.stringify(expected));
}

export function givesNothing(text: string, input?: Json): void {
  assert.equal(run(text, input), undefined);
}

/** Fails with JSONata's code, or with the text of a limit. */
export function fails(text: string, problem: string | RegExp, input?: Json): void {
  assert.throws(
    () => run(text, input),
    typeof problem === 'string' ? { code: problem } : { message: problem },
  );
}

/** Is refused before it is run. */
export function isRefused(text: string, syntaxCode: string): void {
  assert.throws(() => run(text), { name: 'InvalidJsonata', syntaxCode });
}

export const TOO_LARGE = /^Expression evaluation memory limit exceeded: Check for excessive memory usage$/;
export const TOO_DEEP =
  /^Stack overflow error: Check for non-terminating recursive function\. Consider rewriting as/;
export const TOO_LONG = /^Expression evaluation timeout$/;
