/** An event as GetExecutionHistory shows it: AWS's JSON, with `timestamp` in ms since 1970. */
export interface HistoryEvent {
  readonly timestamp: number;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  /** `stateEnteredEventDetails` and the like. */
  readonly [details: string]: unknown;
}
