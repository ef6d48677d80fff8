import type { Bug } from './bug.ts';
import { BUGS_AROUND } from './bugs-around.ts';
import { BUGS_OF_ENGINE } from './bugs-of-engine.ts';
import { BUGS_OF_INTERPRETER } from './bugs-of-interpreter.ts';
import { BUGS_OF_STORE } from './bugs-of-store.ts';

/** What must be caught. When the code moves on, they follow it: a test holds each against its file. */
export const BUGS: readonly Bug[] = [
  ...BUGS_OF_INTERPRETER,
  ...BUGS_OF_STORE,
  ...BUGS_AROUND,
  ...BUGS_OF_ENGINE,
];
