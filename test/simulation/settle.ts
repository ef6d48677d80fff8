import type { HeldToken, OutsideWorld } from './outside-world.ts';
import { quiet, type SimulatedTime } from './simulated-time.ts';
import type { Watch } from './watch.ts';

/** Those who have something to give to executions that wait. */
export interface Answering {
  /** A worker asks for work. */
  poll(): void;
  complete(held: HeldToken, isFailure: boolean): void;
  /** What was begun and has failed is asked for again. */
  insist(): void;
  /** At the end: everything they know of is there. */
  askForAll(): void;
}

export interface Settling {
  readonly time: SimulatedTime;
  readonly watch: Watch;
  readonly world: OutsideWorld;
  readonly clients: Answering;
  /** A process that is gone is followed by another one. */
  revive(): void;
  look(): Promise<void>;
  /** Until the earliest timer on disk. */
  msToTimer(): number;
}

/** Rounds in which nothing reaches the disk, after which nothing ever will. */
const STILL_MAX = 40;
/** After so many there is nothing left to do but to wait. */
const STILL_ENOUGH = 2;
const ROUND_MS = 5_000;
/** As far as clocks are set back: timers that are in memory only go by them, too. */
const SET_BACK_MS = 365 * 24 * 3_600_000;

/**
 * Everybody answers, and time goes by: then every execution must come to its end.
 *
 * @returns What is wrong with those that do not.
 */
export async function settle(it: Settling): Promise<string[]> {
  const { watch, time } = it;
  it.revive();
  await time.pass(ROUND_MS);
  if (watch.disk.isWell) watch.lookAtInherited();
  it.clients.insist();
  await time.pass(ROUND_MS);
  // Nothing was planned for the writes of this time, so that whatever ends executions has come to its end.
  if (watch.disk.isWell) watch.lookAtMachines();
  if (watch.disk.isWell) watch.calmSince = time.elapsed;
  let still = 0;
  for (
    let rounds = 0;
    (watch.running().length > 0 || watch.express.unfinished.length > 0) && still < STILL_MAX;
    rounds++
  ) {
    const before = watch.commits;
    const isOnDisk = watch.running().length > 0;
    it.revive();
    answerAll(it);
    await quiet();
    // What was lost on the way is found by the scans of recovery; then time may go on to the next timer.
    const isAtRest = watch.commits === before && still > STILL_ENOUGH;
    if (isAtRest) await watch.lookAtRest();
    await (isAtRest ? time.skip(isOnDisk ? it.msToTimer() : SET_BACK_MS) : time.pass(ROUND_MS));
    still = watch.commits === before ? still + 1 : 0;
    await it.look();
    if (rounds > 2_000) return ['executions go on and on'];
  }
  it.clients.askForAll();
  await time.pass(1_000);
  await it.look();
  return [
    ...watch
      .running()
      .map(({ header }) => `execution ${header.name} does not end: ${JSON.stringify(header)}`),
    ...watch.express.unfinished.map((run) => `express execution ${run} does not end`),
  ];
}

function answerAll({ world, clients, watch }: Settling): void {
  for (const received of world.waiting.splice(0)) received.succeed();
  const isPooled = watch.running().some(({ header }) => (header.attention & POOLED) !== 0);
  if (isPooled) clients.poll();
  for (const held of world.tokens) if (held.wins === 0) clients.complete(held, false);
}

/** `ATTENTION.pooled` of the engine. */
const POOLED = 2;
