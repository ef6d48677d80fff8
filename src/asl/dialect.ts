import type { JsonObject } from '../base/json.ts';
import type { Expression, Scope } from '../query/language.ts';
import type { Assign, ItemBatcher, MapState, WaitState } from './program.ts';

/** What the two query languages compile differently; everything else of a state is the same in both. */
export interface Dialect {
  /** Raw input -> what the state works on. */
  arguments(state: JsonObject): Expression | undefined;
  /**
   * `scope.result` -> output, of a state or of a choice rule.
   *
   * @param at Where the holder is in its state, for failures: empty or `Choices[0]/`.
   */
  output(holder: JsonObject, at: string): Expression | undefined;
  /** Assign of a state or of a choice rule. */
  assign(holder: JsonObject, at: string): Assign | undefined;
  /** `scope.errorOutput` -> output. */
  catchOutput(catcher: JsonObject, at: string): Expression | undefined;
  catchAssign(catcher: JsonObject, at: string): Assign | undefined;
  condition(rule: JsonObject, at: string): (scope: Scope) => boolean;
  until(state: JsonObject): WaitState['until'];
  /** TimeoutSeconds and HeartbeatSeconds. */
  seconds(state: JsonObject, field: 'TimeoutSeconds' | 'HeartbeatSeconds'): Expression<number> | undefined;
  roleArn(state: JsonObject): Expression<string> | undefined;
  /** Error and Cause of a Fail state. */
  text(state: JsonObject, field: 'Error' | 'Cause'): Expression<string> | undefined;
  map(state: JsonObject): MapFields;
  batcher(batcher: JsonObject): ItemBatcher;
}

export type MapFields = Pick<
  MapState,
  'items' | 'itemSelector' | 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage'
>;
