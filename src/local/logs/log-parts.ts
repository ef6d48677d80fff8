import type { Instant } from '../../base/time.ts';
import type { EventLogs } from './event-logs.ts';
import type { Groups } from './groups.ts';
import type { LogWriter } from './log-writer.ts';

/** What the operations work on. */
export interface LogParts {
  readonly groups: Groups;
  readonly logs: EventLogs;
  readonly writer: LogWriter;
  readonly now: () => Instant;
}
