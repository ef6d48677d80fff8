import { counter, gauge, type Metric } from '../base/metric.ts';

/** What an engine holds at this moment. */
export interface EngineState {
  /** Signals whose turns are not on disk yet. */
  readonly turns: number;
  readonly sending: number;
  readonly hot: { readonly count: number; readonly bytes: number };
  readonly expired: number;
  /** Turns that were given up, since the process began. */
  readonly givenUp: number;
}

export function gaugesOf({ turns, sending, hot, expired, givenUp }: EngineState): readonly Metric[] {
  return [
    gauge('turns_under_way', 'Calls that wait for their turns to be on disk', turns),
    gauge('attempts_under_way', 'Attempts of tasks that were sent and have not come back', sending),
    gauge('executions_in_memory', 'Executions whose state is kept in memory, running or not', hot.count),
    gauge('executions_in_memory_bytes', 'Bytes of their journals, about what they take', hot.bytes),
    gauge(
      'retention_backlog',
      'Executions whose days are over, found by the last look and not deleted yet',
      expired,
    ),
    counter(
      'turns_given_up_total',
      'Turns whose expressions took too long here and were decided on another thread',
      givenUp,
    ),
  ];
}
