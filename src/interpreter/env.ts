import type { Entropy } from '../base/entropy.ts';
import type { Instant } from '../base/time.ts';
import type { Patience } from './patience.ts';
import type { EventId } from './record.ts';

/** What a turn may draw from outside; the same answers give the same records. */
export interface Env {
  readonly now: Instant;
  /** A monotonic reading in milliseconds: it may end an expression that takes too long, and is never part of a record. */
  elapsedMs(): number;
  /** Without it expressions may take what their languages allow. */
  readonly patience?: Patience;
  readonly entropy: Entropy;
  /** Sealed name of the attempt whose TaskScheduled will be that event. */
  taskToken(attempt: EventId): string;
  /** The last part of the ARN of the Map Run whose MapRunStarted will be that event. */
  mapRunId(event: EventId): string;
  /** AWS fails a task at once when its activity does not exist. */
  isActivity(arn: string): boolean;
  /** Attempts that may be sent now, on top of those under way. */
  readonly sendable: number;
  /** Records after which a turn ends although frames could go on. */
  readonly recordsPerTurn: number;
  /** The same, in bytes of new payloads. */
  readonly bytesPerTurn: number;
  /** The same, in time by `elapsedMs`: expressions may take a second each. */
  readonly msPerTurn: number;
  /** The id of the event that ends every history: 25,000, smaller in tests. */
  readonly eventsMax: number;
}
