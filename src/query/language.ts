import type { Entropy } from '../base/entropy.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { Instant } from '../base/time.ts';

/**
 * What an expression can see while a state runs. The interpreter makes one for each state visit.
 *
 * `input` is the state's raw input. The others are there only where the language allows them;
 * asking for one that is not there is the validator's business, not the evaluator's.
 */
export interface Scope {
  readonly input: Json;
  /** The state's result (Task, Map, Parallel, Pass), for ResultSelector, ResultPath, Output and Assign. */
  readonly result?: Json | undefined;
  /** `{Error, Cause}` inside a catcher. */
  readonly errorOutput?: Json | undefined;
  /** The context object; built on first use, the same object afterwards. */
  context(): JsonObject;
  /** Chance for `States.UUID`, `States.MathRandom` and the like. */
  readonly entropy: Entropy;
  /** The moment of the turn: JSONata's `$now()`. */
  readonly now: Instant;
  /**
   * A monotonic reading in milliseconds, from any origin: what limits an expression's time. Never part of a value.
   *
   * @throws OutOfPatience when this thread has been held for long enough; no expression may catch it.
   */
  elapsedMs(): number;
  /** How long until `elapsedMs` throws, for what cannot ask in between. Not there: it never does. */
  patienceMs?(): number;
  /** Throws now what `elapsedMs` will throw soon: what comes next cannot ask in between, or was cut short. */
  losePatience?(): void;
  /** A variable's value in the innermost scope that has it; undefined when none has. */
  variable(name: string): Json | undefined;
}

/**
 * A compiled expression of either query language.
 *
 * @throws StateError with AWS's cause text, without the "An error occurred while executing the state" prefix,
 *   which the interpreter adds.
 */
export type Expression<Value extends Json = Json> = (scope: Scope) => Value;
