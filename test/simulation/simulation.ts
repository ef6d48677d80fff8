import { createHash } from 'node:crypto';
import { Chance } from './chance.ts';
import { Clients } from './clients.ts';
import { FATES } from './disk.ts';
import { OutsideWorld } from './outside-world.ts';
import type { Kind, Schedule, Step } from './schedule.ts';
import { settle } from './settle.ts';
import { SimulatedServer } from './simulated-server.ts';
import { quiet, SimulatedTime } from './simulated-time.ts';
import { Watch } from './watch.ts';

/** What came of a schedule. */
export interface Outcome {
  readonly violations: readonly string[];
  /** Of every byte on disk and every answer. */
  readonly fingerprint: string;
  readonly story: readonly string[];
  readonly counts: Counts;
}

export interface Counts {
  readonly crashes: number;
  readonly faults: number;
  readonly commits: number;
  readonly answers: number;
  readonly executions: number;
  readonly attempts: number;
}

/** Plays a schedule on the real interpreter, engine, catalog and API, in a world without I/O, threads and time. */
export async function play(schedule: Schedule, { tells = false } = {}): Promise<Outcome> {
  return await new Simulation(schedule, tells).play();
}

class Simulation {
  readonly time = new SimulatedTime();
  readonly watch = new Watch(this.time);
  readonly world = new OutsideWorld();
  readonly clients: Clients;
  server: SimulatedServer;
  readonly #retentionDays: number;
  readonly #schedule: Schedule;
  readonly #tells: boolean;
  readonly #story: string[] = [];
  readonly #hash = createHash('sha256');
  readonly #defects: string[] = [];
  #chance: Chance;
  #crashes = 0;
  /** One that has failed ends with calls under way, whose answers still come. */
  #isOver = false;

  constructor(schedule: Schedule, tells: boolean) {
    this.#schedule = schedule;
    this.#tells = tells;
    this.#chance = new Chance(schedule.seed);
    // Where nothing is forgotten, everything is held against what was told of it to the end.
    this.#retentionDays = new Chance(schedule.seed + 2).is(KEPT_FOR_A_TIME) ? DAYS_KEPT : 0;
    if (this.#retentionDays > 0) this.watch.keptMs = this.#retentionDays * DAY_MS;
    this.clients = new Clients({
      call: (operation, input) => {
        this.say(() => `${operation} ${JSON.stringify(input)}`);
        return this.server.call(operation, input);
      },
      server: () => this.server,
      world: this.world,
      watch: this.watch,
      say: (line) => this.say(line),
      heard: (text) => {
        if (!this.#isOver) this.#hash.update(text);
      },
    });
    this.world.attempted = ({ executionArn }, process) => this.watch.express.attempt(executionArn, process);
    this.watch.isWaiting = (run) =>
      this.world.waiting.some(({ attempt }) => attempt.executionArn.endsWith(`:${run}`));
    this.server = this.#boot();
  }

  async play(): Promise<Outcome> {
    await this.clients.prepare(this.#chance);
    if (this.#schedule.steps.some(({ kind }) => kind.startsWith('express')))
      await this.clients.prepareExpress(new Chance(this.#schedule.seed + 3));
    for (const step of this.#schedule.steps) {
      await this.#take(step);
      if (this.violations.length > 0) return this.#outcome();
    }
    this.say(() => 'everything goes well from now on');
    this.#chance = new Chance(this.#schedule.seed + 1);
    this.watch.disk.heal();
    // A start that was written and refused, since nobody could say so, runs with the next process.
    if (this.watch.express.unfinished.length > 0) this.server.kill();
    const stuck = await settle(this);
    for (const wrong of stuck) this.#defects.push(wrong);
    return this.#outcome();
  }

  say(line: () => string): void {
    if (!this.#tells) return;
    const { elapsed, wall } = this.time;
    this.#story.push(
      `${(elapsed / 1000).toFixed(3).padStart(12)} s  ${new Date(wall).toISOString()}  ${line()}`,
    );
  }

  get violations(): readonly string[] {
    return [...this.#defects, ...this.watch.violations, ...this.world.violations, ...this.clients.violations];
  }

  /** A process that is gone is followed by another one. */
  revive(): void {
    if (!this.server.isDead) return;
    this.#crashes++;
    this.say(() => 'the process is gone; another one starts');
    this.server.hangUp();
    this.watch.catalog.inherit();
    this.server = this.#boot();
  }

  async look(): Promise<void> {
    await this.watch.look();
  }

  #boot(): SimulatedServer {
    return new SimulatedServer({
      ...{ disk: this.watch.disk, time: this.time, world: this.world },
      retentionDays: this.#retentionDays,
      chance: () => this.#chance,
      defect: (error) => {
        this.#defects.push(`a defect: ${error instanceof Error ? error.stack : error}`);
      },
    });
  }

  async #take(step: Step): Promise<void> {
    this.#chance = new Chance(step.seed);
    await this.#do(step.kind, new Chance(step.seed + 1));
    if (step.isJoined) return;
    await quiet();
    this.revive();
    await quiet();
    await this.look();
  }

  async #do(kind: Kind, chance: Chance): Promise<void> {
    const { clients, world } = this;
    switch (kind) {
      case 'complete':
        return clients.complete(chance.oneOf(world.tokens), chance.is(0.2));
      case 'heartbeat':
        return clients.heartbeat(chance.oneOf(world.tokens));
      case 'answer':
        return this.#answer(chance);
      case 'crash':
        this.say(() => 'crash');
        return this.server.kill();
      case 'fate':
      case 'away':
      case 'slow':
        return this.#spoil(kind, chance);
      case 'pass':
      case 'skip to timer':
      case 'skip far':
      case 'set clock':
        return await this.#goBy(kind, chance);
      case 'express':
      case 'express sync':
        return clients.express[kind](chance);
      case 'create':
      case 'update':
      case 'delete':
      case 'publish':
      case 'unpublish':
      case 'alias':
        return clients.catalog[kind](chance);
      default:
        return clients[kind](chance);
    }
  }

  #answer(chance: Chance): void {
    const received = chance.oneOf(this.world.waiting);
    if (received === undefined) return;
    this.world.take(received);
    const isFailure = chance.is(0.25);
    this.say(() => `${received.attempt.id} ${isFailure ? 'fails' : 'succeeds'}`);
    if (isFailure) received.fail('Flaky');
    else received.succeed();
  }

  #spoil(kind: 'fate' | 'away' | 'slow', chance: Chance): void {
    const { disk } = this.watch;
    if (kind === 'fate') {
      const fate = chance.oneOf(FATES) ?? 'refused';
      const after = chance.below(4);
      this.say(() => `the ${after + 1}. write from now: ${fate}`);
      disk.plan(fate, after);
    } else if (kind === 'away') {
      disk.isAwayUntil = this.time.elapsed + chance.below(3000);
      this.say(() => `the disk is away until ${disk.isAwayUntil / 1000} s`);
    } else {
      const msMax = chance.is(0.5) ? 0 : chance.below(200);
      this.say(() => `writes take up to ${msMax} ms`);
      disk.writeMs = () => (msMax === 0 ? 0 : this.#chance.below(msMax));
    }
  }

  async #goBy(kind: 'pass' | 'skip to timer' | 'skip far' | 'set clock', chance: Chance): Promise<void> {
    if (kind === 'pass') {
      const ms = chance.oneOf([1, 5, 100, 250, 1000, 5000, 20_000]) ?? 0;
      this.say(() => `${ms} ms go by`);
      return await this.time.pass(ms);
    }
    if (kind === 'set clock') {
      const drawn =
        (chance.is(0.5) ? 1 : -1) * (chance.oneOf([1, 1000, HOUR_MS, DAYS_KEPT * DAY_MS, YEAR_MS]) ?? 0);
      // Where days may be over, not back by as many: what is gone would have to be there again.
      const ms = this.#retentionDays > 0 ? Math.max(drawn, -HOUR_MS) : drawn;
      if (ms > 0) this.watch.forwardMs += ms;
      this.say(() => `the clock is set by ${ms} ms`);
      return this.time.set(ms);
    }
    const ms = kind === 'skip far' ? (chance.oneOf(FAR_MS) ?? 0) : this.msToTimer() + (chance.below(3) - 1);
    this.say(() => `${ms} ms go by at once`);
    await this.time.skip(ms);
  }

  /** Until the earliest timer on disk. */
  msToTimer(): number {
    const moments = this.watch.running().flatMap(({ header: { wakeAt } }) => wakeAt ?? []);
    return moments.length === 0 ? 0 : Math.max(Math.min(...moments) - this.time.wall, 0);
  }

  #outcome(): Outcome {
    this.#isOver = true;
    for (const { chunks } of this.watch.executions.values())
      this.#hash.update(JSON.stringify(chunks.map(({ at, firstEventId }) => [at, firstEventId])));
    return {
      violations: this.violations,
      fingerprint: this.#hash.digest('hex'),
      story: this.#story,
      counts: {
        ...{ crashes: this.#crashes, faults: this.watch.disk.met, commits: this.watch.commits },
        ...{
          answers: this.clients.answers,
          executions: this.watch.executions.size,
          attempts: this.world.sent,
        },
      },
    };
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
const DAYS_KEPT = 90;
/** Of schedules: in the others nothing is ever over. */
const KEPT_FOR_A_TIME = 0.4;
/** As long as 32 bits of milliseconds, a second less and more; as executions are kept; and the longest wait of all. */
const FAR_MS = [60_000, HOUR_MS, 2 ** 31 - 1000, 2 ** 31, 2 ** 31 + 1000, DAYS_KEPT * DAY_MS, YEAR_MS];
