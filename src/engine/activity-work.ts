import type { Clock } from '../base/clock.ts';
import { stateOf } from '../interpreter/frames.ts';
import type { Signal } from '../interpreter/signal.ts';
import { ActivityPools } from './activity-pools.ts';
import type { ActivityPoll, Engine } from './engine.ts';
import type { Executions } from './executions.ts';
import type { HotExecution } from './hot-execution.ts';
import type { Tally } from './tally.ts';
import type { TaskTokens } from './task-token.ts';

export interface ActivityWorkOptions {
  readonly clock: Clock;
  readonly tally: Tally;
  readonly tokens: TaskTokens;
  readonly executions: Executions;
  /** Resolves when the signal's turn is on disk; false when it changed nothing. */
  post(hot: HotExecution, signal: Signal): Promise<boolean>;
}

/** Brings the attempts that wait for an activity's worker together with the workers that ask. */
export class ActivityWork {
  readonly #options: ActivityWorkOptions;
  readonly #pools = new ActivityPools();

  constructor(options: ActivityWorkOptions) {
    this.#options = options;
  }

  /** As `Engine.pollActivity`. */
  async poll(activityArn: string, poll: ActivityPoll): ReturnType<Engine['pollActivity']> {
    const controller = new AbortController();
    const give = () => controller.abort();
    const cancel = this.#options.clock.after(poll.waitMs, give);
    poll.signal.addEventListener('abort', give, { once: true });
    if (poll.signal.aborted) give();
    try {
      return await this.#take(activityArn, poll.workerName, controller.signal);
    } finally {
      cancel();
      poll.signal.removeEventListener('abort', give);
    }
  }

  /** Every attempt of the execution that waits for a worker; to offer one twice changes nothing. */
  offer(hot: HotExecution): void {
    for (const frame of hot.execution.pooled) {
      const state = stateOf(hot.execution, frame);
      if (state.type !== 'Task' || frame.attempt === undefined) continue;
      this.#pools.offer(state.resource.arn, { execution: hot.header.id, attempt: frame.attempt.event });
    }
  }

  /** A task that ended while it waited is passed over. */
  async #take(activityArn: string, workerName: string | undefined, signal: AbortSignal) {
    const { executions, clock, tally, tokens, post } = this.#options;
    for (;;) {
      const task = await this.#pools.take(activityArn, signal);
      if (task === undefined) return undefined;
      const hot = await executions.get(task.execution);
      const input = hot?.execution.attempts.get(task.attempt)?.attempt?.parameters;
      if (hot === undefined || input === undefined) continue;
      if (!(await post(hot, { type: 'taken', attempt: task.attempt, workerName }))) continue;
      tally.taken(task, { arn: activityArn, at: clock.now() });
      return { taskToken: tokens.seal(hot.execution.identity.place, task), input };
    }
  }
}
