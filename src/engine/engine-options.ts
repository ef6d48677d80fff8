import type { Clock } from '../base/clock.ts';
import type { Entropy } from '../base/entropy.ts';
import type { LogGroups } from '../base/log-groups.ts';
import type { Metric } from '../base/metric.ts';
import type { Report } from '../base/operator-event.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Store } from '../store/store.ts';
import type { Engine } from './engine.ts';
import type { Integrations } from './integration.ts';
import type { StatusListeners } from './status-changes.ts';
import type { TraceSettings } from './tracing/execution-traces.ts';

/** What an engine is made with. */
export interface EngineOptions {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly integrations: Integrations;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** How long closed executions are kept; 0: for ever. */
  readonly retentionDays: number;
  /** Where executions are logged. */
  readonly logGroups: Pick<LogGroups, 'append'>;
  /** Absent: nothing is traced. */
  readonly traces?: TraceSettings;
  /** 32 random bytes, the same until the data is restored from a backup: tokens of before are none then. */
  readonly tokenSecret: Buffer;
  /** 32 random bytes, the same for the life of the data; absent: the same bytes. */
  readonly mapRunSecret?: Buffer;
  /** Default: nobody. */
  readonly listeners?: StatusListeners;
  /** Told once: of what earlier processes have sent, only these attempts are still being resolved. Default: nobody. */
  readonly recovered?: (underWay: readonly string[]) => void;
  /** Hears what an operator wants to know; absent: nobody does. */
  readonly report?: Report | undefined;
  /**
   * What expressions are timed with, in milliseconds. Default: the machine's own, whatever the clock says, so that an
   * endless one ends in a test that stops time, too.
   */
  readonly elapsedMs?: () => number;
  /** Our own code broke a promise: nothing that runs can be trusted any longer. */
  readonly onDefect: (error: unknown) => void;
}

export interface OpenableEngine extends Engine {
  /** Arms timers and picks up what was left unfinished. Once, when whatever tasks need can be reached. */
  open(): Promise<void>;
  /** What an operator may want to know of it. */
  metrics(): readonly Metric[];
}
