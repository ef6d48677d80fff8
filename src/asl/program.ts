import type { Json, JsonObject } from '../base/json.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import type { Expression, Scope } from '../query/language.ts';
import type { Resource } from './resource.ts';

/** A compiled definition: names resolved to indexes, every expression compiled once, immutable. */
export interface Program {
  readonly queryLanguage: 'JSONPath' | 'JSONata';
  /**
   * Longest time the whole execution may take. AWS takes a 0, too; what it does then is not known, so it is taken at
   * its word: the execution times out at once.
   */
  readonly timeoutSeconds?: number;
  readonly startAt: StateIndex;
  /** Every state of every depth, in the order of the definition. Journals name states by their index here. */
  readonly states: readonly State[];
}

/** Position in `Program.states`; stable for the same definition text. */
export type StateIndex = number;

/** The `next` of a state that ends its scope (`End: true`). */
export const END = -1;

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** What any state may have. An absent step changes nothing, so that an untouched payload keeps its text. */
interface Common {
  readonly index: StateIndex;
  readonly name: string;
}

/** States that pass data on. JSONPath's five filters and JSONata's two are both compiled to these. */
interface Flow {
  /**
   * Raw input -> what the state works on: InputPath then Parameters (JSONPath; for Map InputPath alone),
   * Arguments (JSONata).
   */
  readonly arguments?: Expression;
  /**
   * Result -> output. JSONPath: ResultSelector, ResultPath into the raw input, OutputPath. JSONata: Output.
   * Absent: the result itself is the output. Choice, Wait and Succeed have no work: their `result` is what
   * `arguments` gave.
   */
  readonly output?: Expression;
  readonly assign?: Assign;
}

/** Assign: evaluated at the state's end with the variables as they were at its start. */
export type Assign = (scope: Scope) => JsonObject;

interface Onward extends Flow {
  readonly next: StateIndex | typeof END;
}

interface Fallible {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface PassState extends Common, Onward {
  readonly type: 'Pass';
  /** JSONPath's literal Result; replaces what `arguments` gave. */
  readonly literal?: Payload;
}

export interface TaskState extends Common, Onward, Fallible {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly timeoutSeconds?: Expression<number>;
  readonly heartbeatSeconds?: Expression<number>;
  /** Evaluates to the role's ARN (Credentials.RoleArn). */
  readonly roleArn?: Expression<string>;
}

export interface ChoiceState extends Common, Flow {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
  /** Where to go when no rule matches, with the state's own `output` and `assign`. */
  readonly default?: StateIndex;
}

export interface ChoiceRule {
  /** @param scope Its `result` is what the state's `arguments` gave (JSONPath: after InputPath). */
  readonly condition: (scope: Scope) => boolean;
  readonly next: StateIndex;
  /** Replaces the state's own when present (JSONata). */
  readonly output?: Expression;
  readonly assign?: Assign;
}

export interface WaitState extends Common, Onward {
  readonly type: 'Wait';
  /** @param scope Its `result` is what the state's `arguments` gave. @returns when to go on; may be past. */
  readonly until: (scope: Scope, now: Instant) => Instant;
}

interface SucceedState extends Common, Flow {
  readonly type: 'Succeed';
}

export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error?: Expression<string>;
  readonly cause?: Expression<string>;
}

export interface ParallelState extends Common, Onward, Fallible {
  readonly type: 'Parallel';
  /** The first state of each branch. */
  readonly branches: readonly StateIndex[];
}

export interface MapState extends Common, Onward, Fallible {
  readonly type: 'Map';
  /** Absent: the iterations run inside the execution itself. */
  readonly distributed?: DistributedMap;
  /** The first state of the item processor. */
  readonly processor: StateIndex;
  /** @param scope Its `result` is what the state's `arguments` gave. @returns one entry an iteration. */
  readonly items: (scope: Scope) => readonly MapItem[];
  /** Item -> iteration input; the context object has `Map.Item`. `result` as for `items`. Absent: the item. */
  readonly itemSelector?: Expression;
  /** 0: no limit. */
  readonly maxConcurrency: Expression<number>;
  readonly toleratedFailureCount?: Expression<number>;
  readonly toleratedFailurePercentage?: Expression<number>;
}

/** A Map whose items are worked on by executions of their own. */
export interface DistributedMap {
  /** A part of the ARNs of its Map Runs and their executions. */
  readonly label: string;
  readonly childType: 'STANDARD' | 'EXPRESS';
  /** Absent: an execution takes one item. */
  readonly batcher?: ItemBatcher;
  /** What becomes of an execution's output in the result: with its metadata, as it is, or arrays joined into one. */
  readonly transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
}

/** How many items an execution takes; `result` as for `items`. At least one of the limits is there. */
export interface ItemBatcher {
  readonly itemsMax?: Expression<number>;
  readonly bytesMax?: Expression<number>;
  /** What every batch gets besides its items. */
  readonly input?: Expression;
}

export interface MapItem {
  readonly value: Json;
  /** Only when iterating over an object's members. */
  readonly key?: string;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly jitter: 'NONE' | 'FULL';
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: StateIndex;
  /** `errorOutput` -> output (JSONPath: ResultPath into the raw input). Absent: the error output itself. */
  readonly output?: Expression;
  readonly assign?: Assign;
}
