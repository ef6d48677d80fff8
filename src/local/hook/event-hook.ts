import type { Clock } from '../../base/clock.ts';
import type { Documents } from '../../base/documents.ts';
import type { Outbox } from '../../base/outbox.ts';
import { RepeatingScan } from '../service/repeating-scan.ts';
import type { HookTarget } from './hook-target.ts';
import type { Sink } from './sink.ts';

export interface EventHookOptions {
  readonly target: HookTarget;
  readonly outbox: Outbox & Pick<Documents, 'write'>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

export interface EventHook {
  /** Delivers what is there, and from now on what comes. */
  start(): void;
  wake(): void;
  close(): Promise<void>;
}

/** Its queue in the outbox. */
export const HOOK_QUEUE = 'event-hook';

/** Events of one round: no more are ever in memory. */
const PAGE = 64;
const POLL_MS = 1_000;
const BACKOFF_MS = { min: 250, max: 30_000 };

/** Delivers the status changes of executions, in their order, each at least once, also those of a server that has died. */
export async function openEventHook(options: EventHookOptions): Promise<EventHook> {
  return createEventHook(options, await openSink(options.target));
}

async function openSink(target: HookTarget): Promise<Sink> {
  if ('file' in target) return await (await import('./event-file.ts')).openEventFile(target.file);
  return (await import('./webhook.ts')).webhook(target.url, fetch);
}

/** On a sink that is there. */
export function createEventHook({ outbox, clock, log, onDefect }: EventHookOptions, sink: Sink): EventHook {
  let backoffMs = 0;
  const scan = new RepeatingScan({ clock, onDefect, scan: deliverPage });
  return {
    start: () => scan.start(),
    // A receiver that is gone is not asked again for every event.
    wake: () => backoffMs === 0 && scan.wake(),
    async close() {
      await scan.close();
      await sink.close();
    },
  };

  async function deliverPage(signal: AbortSignal): Promise<number> {
    const page = await outbox.outbox(HOOK_QUEUE, clock.now(), PAGE);
    if (page.length === 0) return POLL_MS;
    const count = await sink.deliver(
      page.map(({ text }) => text),
      signal,
    );
    // A crash on this line repeats them, with the ids they have.
    if (count > 0) await outbox.write([], { remove: page.slice(0, count).map(({ position }) => position) });
    if (count === page.length) return arrived(page.length);
    if (!signal.aborted && backoffMs === 0) log('--events-to: status changes do not arrive; trying again');
    backoffMs = Math.min(Math.max(backoffMs * 2, BACKOFF_MS.min), BACKOFF_MS.max);
    return backoffMs;
  }

  function arrived(count: number): number {
    if (backoffMs > 0) log('--events-to: status changes arrive again');
    backoffMs = 0;
    return count < PAGE ? POLL_MS : 0;
  }
}
