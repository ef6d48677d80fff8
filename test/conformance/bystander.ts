import { type JsonObject, member } from '../../src/base/json.ts';
import type { Client } from '../../src/cli/client.ts';
import type { RecordedCase } from './recorded-case.ts';

/** Does what was done beside a recorded execution: before its start, and while it runs. */
export interface Bystander {
  before(client: Client): Promise<void>;
  during(client: Client, executionArn: string): Promise<void>;
}

/** The records tell of it by the names of their tests. */
export function bystanderOf({ id, machine }: RecordedCase): Bystander {
  const name = id.split('::').at(-1) ?? '';
  const activityArn = /arn:aws:states:[\w-]+:\d+:activity:[\w-]+/.exec(machine.definition)?.[0];
  if (activityArn !== undefined) return worker(activityArn, name);
  return { before: nothing, during: name === 'test_stop_execution' ? stop : nothing };
}

async function nothing(): Promise<void> {}

async function stop(client: Client, executionArn: string): Promise<void> {
  await client.states('StopExecution', { executionArn });
}

type Work = (worker: Worker) => Promise<void>;

const WORK: Readonly<Record<string, Work>> = {
  test_activity_task: async (worker) => worker.succeed(await worker.take()),
  test_activity_task_no_worker_name: async (worker) => worker.succeed(await worker.take({})),
  test_activity_task_failure: async (worker) => worker.fail(await worker.take()),
  test_activity_task_with_heartbeat: async (worker) => {
    const task = await worker.take();
    await worker.heartbeat(task);
    await worker.succeed(task);
  },
  test_activity_task_start_timeout: async (worker) => {
    await worker.take();
  },
};

function worker(activityArn: string, test: string): Bystander {
  const work = WORK[test];
  return {
    async before(client) {
      await client.states('CreateActivity', { name: activityArn.split(':').at(-1) ?? '' });
      // Of test_activity_task_on_deleted: what nobody works on was gone when its machine was started.
      if (work === undefined) await client.states('DeleteActivity', { activityArn });
    },
    during: async (client) => work?.(new Worker(client, activityArn)),
  };
}

class Worker {
  readonly #client: Client;
  readonly #activityArn: string;

  constructor(client: Client, activityArn: string) {
    this.#client = client;
    this.#activityArn = activityArn;
  }

  async take(identity: JsonObject = { workerName: 'BASE_ID_ACTIVITY_CONSUMER' }): Promise<Task> {
    const task = await this.#client.states('GetActivityTask', {
      activityArn: this.#activityArn,
      ...identity,
    });
    return { taskToken: String(member(task, 'taskToken')), input: String(member(task, 'input')) };
  }

  async heartbeat({ taskToken }: Task): Promise<void> {
    await this.#client.states('SendTaskHeartbeat', { taskToken });
  }

  async succeed({ taskToken, input }: Task): Promise<void> {
    await this.#client.states('SendTaskSuccess', { taskToken, output: input });
  }

  async fail({ taskToken, input }: Task): Promise<void> {
    await this.#client.states('SendTaskFailure', { taskToken, error: 'Programmatic Error', cause: input });
  }
}

interface Task {
  readonly taskToken: string;
  readonly input: string;
}
