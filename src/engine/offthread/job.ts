import type { Diagnostic } from '../../asl/validate.ts';
import type { StateTestJob, TestedState } from '../test-state/tested-state.ts';
import type { DefinitionJob, ReferencesJob } from './definition-job.ts';
import type { Plain } from './plain.ts';
import type { DecidedTurn, TurnJob } from './turn-job.ts';

/** What can be done on another thread: plain data in, plain data out. */
export type Job = TurnJob | StateTestJob | DefinitionJob | ReferencesJob;

/** What each kind of job gives. */
export interface Results {
  readonly turn: DecidedTurn;
  readonly stateTest: Plain<TestedState>;
  readonly definition: readonly Diagnostic[];
  /** By the state's name. */
  readonly references: Readonly<Record<string, readonly string[]>>;
}

export type ResultOf<One extends Job> = Results[One['kind']];

/** What the thread says of a job. */
export type Answer =
  | { readonly kind: 'done'; readonly result: Results[keyof Results]; readonly tookMs: number }
  /** Our own code broke a promise there. */
  | { readonly kind: 'defect'; readonly message: string };

/** What a thread is started with. */
export interface ThreadData {
  readonly tokenSecret: Uint8Array;
  readonly mapRunSecret: Uint8Array;
}
