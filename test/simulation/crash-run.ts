import { Payload } from '../../src/base/payload.ts';
import { StateError } from '../../src/base/state-error.ts';
import type { Attempt } from '../../src/engine/integration.ts';
import type { Record } from '../../src/interpreter/record.ts';
import { Chance } from './chance.ts';
import { type HeldToken, OutsideWorld } from './outside-world.ts';
import { type Answering, settle } from './settle.ts';
import { type Answer, SimulatedServer } from './simulated-server.ts';
import { quiet, SimulatedTime } from './simulated-time.ts';
import { Watch } from './watch.ts';

/** An execution that is run again and again, and how its world behaves each time. */
export interface CrashCase {
  readonly id: string;
  readonly machine: MachineText;
  readonly otherMachines: readonly MachineText[];
  readonly input: string;
  /** What its tasks are answered; one that is no success has an error. */
  answerTo(
    attempt: Attempt,
  ): { readonly output: string } | { readonly error: string; readonly cause: string };
}

export interface MachineText {
  readonly name: string;
  readonly definition: string;
}

/** How it went. */
export interface Ending {
  readonly violations: readonly string[];
  /** Status, output and error. */
  readonly end: string;
  /** Without moments. */
  readonly history: string;
  /** Whether the outcome of an attempt was lost, which its machine sees as an error. */
  readonly isUncertain: boolean;
  readonly writes: number;
}

/** @param crashAfter The write behind which the process is killed; undefined: it is not. */
export async function run(one: CrashCase, crashAfter?: number): Promise<Ending | undefined> {
  return await new CrashRun(one).run(crashAfter);
}

const PLACE = { region: 'us-east-1', account: '000000000000' };

class CrashRun implements Answering {
  readonly time = new SimulatedTime();
  readonly watch = new Watch(this.time);
  readonly world: OutsideWorld;
  readonly clients: Answering = this;
  server: SimulatedServer;
  readonly #case: CrashCase;
  readonly #defects: string[] = [];
  readonly #activities: readonly string[];
  readonly #known = new Set<HeldToken>();
  #hasLost = false;
  /** Tasks that a worker got. */
  #given = 0;

  constructor(one: CrashCase) {
    this.#case = one;
    this.world = new OutsideWorld(async (attempt) => {
      const answer = one.answerTo(attempt);
      if ('error' in answer) throw new StateError(answer.error, answer.cause);
      return Payload.fromText(answer.output);
    });
    const text = [one.machine, ...one.otherMachines].map(({ definition }) => definition).join();
    this.#activities = [...new Set([...text.matchAll(ACTIVITY)].map(([arn]) => arn))];
    this.server = this.#boot();
  }

  /** @returns undefined when the machine is refused. */
  async run(crashAfter: number | undefined): Promise<Ending | undefined> {
    const { machine, otherMachines, input } = this.#case;
    const roleArn = 'arn:aws:iam::000000000000:role/r';
    for (const arn of this.#activities)
      await this.server.call('CreateActivity', { name: arn.split(':').at(-1) });
    for (const { name, definition } of [...otherMachines, machine]) {
      const { status } = await this.server.call('CreateStateMachine', { name, definition, roleArn });
      if (status !== 200) return undefined;
    }
    const { disk } = this.watch;
    const before = disk.writes;
    if (crashAfter !== undefined) disk.plan('crash after', crashAfter);
    const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${machine.name}`;
    await this.#insist('StartExecution', { stateMachineArn, name: 'e', input });
    const stuck = await settle(this);
    const writes = disk.writes - before;
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:e`;
    const describe = await this.#insist('DescribeExecution', { executionArn });
    const history = await this.#insist('GetExecutionHistory', { executionArn, maxResults: 1000 });
    const { status, output, error, cause } = describe.body;
    const told = {
      end: withoutMoments({ status, output, error, cause }),
      history: withoutMoments({ events: history.body.events }),
    };
    // Nobody can ever end what waits for a token that was lost on its way.
    const isStuck = stuck.length > 0 && !this.#isUncertain();
    const violations = [
      ...this.#defects,
      ...(isStuck ? stuck : []),
      ...this.watch.violations,
      ...this.world.violations,
    ];
    return { violations, ...told, isUncertain: this.#isUncertain(), writes };
  }

  poll(): void {
    for (const activityArn of this.#activities) {
      void this.server.call('GetActivityTask', { activityArn, workerName: WORKER }).then(({ body }) => {
        if (typeof body.taskToken !== 'string') return;
        this.#given++;
        this.world.hold(body.taskToken);
      });
    }
  }

  /** Whether an attempt's outcome is lost, or a task was given to a worker that has never got it. */
  #isUncertain(): boolean {
    return this.#hasLost || this.#taken() > this.#given;
  }

  #taken(): number {
    const chunks = [...this.watch.executions.values()].flatMap((written) => written.chunks);
    const isTaken = (record: Record) => record.type === 'TaskStarted' && record.workerName === WORKER;
    return chunks.flatMap(({ records }) => records).filter(isTaken).length;
  }

  /** Whether an attempt was sent whose outcome is not on disk. */
  #hasOpen(): boolean {
    return [...this.watch.executions.values()].some(({ chunks }) => {
      const open = new Set<number>();
      for (const record of chunks.flatMap(({ records }) => records)) {
        if (record.type === 'TaskStarted' && record.workerName === undefined) open.add(record.frame);
        else if (OUTCOME.test(record.type) && 'frame' in record) open.delete(record.frame);
      }
      return open.size > 0;
    });
  }

  /** A token comes back after its request was answered: one that overtakes it saves its task from a crash. */
  complete(held: HeldToken): void {
    if (!this.#known.has(held)) {
      this.#known.add(held);
      return;
    }
    void this.server
      .call('SendTaskSuccess', { taskToken: held.token, output: '"by token"' })
      .then(({ status }) => {
        if (status === 200) held.wins++;
      });
  }

  insist(): void {}

  askForAll(): void {}

  revive(): void {
    if (!this.server.isDead) return;
    this.#hasLost ||= this.#hasOpen();
    this.server.hangUp();
    this.server = this.#boot();
  }

  async look(): Promise<void> {
    await this.watch.look();
  }

  msToTimer(): number {
    const moments = this.watch.running().flatMap(({ header: { wakeAt } }) => wakeAt ?? []);
    return moments.length === 0 ? 0 : Math.max(Math.min(...moments) - this.time.wall, 0);
  }

  /** A process that dies meanwhile is asked again, as the next one. */
  async #insist(operation: string, input: object): Promise<Answer> {
    for (;;) {
      let answer: Answer | undefined;
      void this.server.call(operation, input).then((heard) => {
        answer = heard;
      });
      await quiet();
      if (answer !== undefined) return answer;
      if (!this.server.isDead) await this.time.pass(10);
      this.revive();
    }
  }

  /** Chance is the same whenever it is asked: a process that has died has drawn another number of times. */
  #boot(): SimulatedServer {
    return new SimulatedServer({
      ...{ disk: this.watch.disk, time: this.time, world: this.world, place: PLACE },
      chance: () => new Chance(7),
      defect: (error) => {
        this.#defects.push(`a defect: ${error instanceof Error ? error.stack : error}`);
      },
    });
  }
}

const ACTIVITY = /arn:aws:states:us-east-1:\d{12}:activity:[\w-]+/g;

/** What follows a call, at once or in the end. */
const OUTCOME = /^Task(Submitted|Succeeded|Failed|TimedOut)$/;

const WORKER = 'w';

/** Moments are others after a crash; so are tokens' and Map Runs' names, which have the moment of the start in them. */
function withoutMoments(told: object): string {
  return JSON.stringify(told, (key, value) => (key === 'timestamp' ? undefined : value), 1)
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'MOMENT')
    .replaceAll(/"A[\w-]{49}"/g, '"TOKEN"');
}
