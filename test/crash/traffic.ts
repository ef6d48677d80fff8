import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../src/base/json.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import { ApiError } from '../../src/cli/client.ts';
import type { Calls } from './calls.ts';
import type { Timer } from './history.ts';
import type { Ledger, NamedStart, Redrive } from './ledger.ts';
import { ACTIVITY_ARN, KINDS, type Kind, type Traces } from './machines.ts';
import type { Random } from './random.ts';

/** Function calls cost a process each after every restart: more of them would only make the machine busy. */
const FUNCTION_STARTS_MAX = 8;
const CLIENTS = 4;
const WORKERS = 2;

export interface Surroundings {
  readonly ledger: Ledger;
  readonly random: Random;
  readonly machines: ReadonlyMap<Kind, string>;
  readonly traces: Traces;
  readonly workers: Workers;
}

/** Clients of one life of the server: a random mix of calls until it dies or `signal` says that it is enough. */
export async function runTraffic(calls: Calls, around: Surroundings, signal: AbortSignal): Promise<void> {
  let functionStarts = 0;
  const client = async () => {
    while (!signal.aborted) {
      const kind = around.random.pick(KINDS) ?? 'wait';
      const isBusy =
        /^(function|invoke|flaky|callback)$/.test(kind) && ++functionStarts > FUNCTION_STARTS_MAX;
      await act(calls, around, isBusy ? 'wait' : kind);
      await sleep(around.random.between(0, 25));
    }
  };
  const all = Array.from({ length: CLIENTS }, client);
  await Promise.all([...all, runWorkers(calls, around, signal)].map(untilDeath));
}

/** Only what brings open executions to their ends. */
export function runWorkers(calls: Calls, around: Surroundings, signal: AbortSignal): Promise<void> {
  const workers = Array.from({ length: WORKERS }, () => work(calls, around, signal));
  return Promise.all([...workers, answerCallbacks(calls, around, signal)].map(untilDeath)).then(() => {});
}

/** The server's death ends whoever talks to it; that is what all this is for. */
async function untilDeath(actor: Promise<void>): Promise<void> {
  try {
    await actor;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

async function act(calls: Calls, around: Surroundings, kind: Kind): Promise<void> {
  const { ledger, random } = around;
  const dice = random.next();
  const unanswered = ledger.unanswered.shift();
  if (unanswered !== undefined) return await startNamed(calls, around, unanswered);
  const redrive = ledger.unansweredRedrives.shift() ?? (dice > 0.92 ? newRedrive(around) : undefined);
  if (redrive !== undefined) return await redriveOnce(calls, around, redrive);
  if (dice < 0.45) return await start(calls, around, kind);
  if (dice < 0.75) return await startNamed(calls, around, newStart(around, kind));
  if (dice < 0.85) {
    const again = ledger.named.at(-random.between(1, 10));
    return again === undefined ? undefined : await startNamed(calls, around, again);
  }
  await stop(calls, around);
}

/** Of something that has failed or was stopped; the same token again is the same redrive. */
function newRedrive({ ledger, random }: Surroundings): Redrive | undefined {
  const recent = [...ledger.known.values()].slice(-60);
  const known = random.pick(recent.filter(({ kind, mayBeAborted }) => kind === 'flaky' || mayBeAborted));
  return known && { known, clientToken: `redrive-${random.between(0, 1_000_000_000)}` };
}

async function redriveOnce(calls: Calls, { ledger }: Surroundings, redrive: Redrive): Promise<void> {
  const { known, clientToken } = redrive;
  known.redrives.add(clientToken);
  known.redriving.add(clientToken);
  known.end = undefined;
  known.stopDate = undefined;
  try {
    await calls.states('RedriveExecution', { executionArn: known.arn, clientToken });
    ledger.acks++;
    ledger.redrives++;
    known.redriven++;
    known.redriving.delete(clientToken);
  } catch (error) {
    if (error instanceof Unavailable) ledger.unansweredRedrives.push(redrive);
    if (!(error instanceof ApiError) || error.code !== 'ExecutionNotRedrivable') throw error;
    // It runs, or has ended well.
    known.redriving.delete(clientToken);
  }
}

async function start(calls: Calls, around: Surroundings, kind: Kind): Promise<void> {
  const { input, timer } = newInput(around, kind);
  const request = { stateMachineArn: around.machines.get(kind) ?? '', input };
  acknowledge(around.ledger, await calls.states('StartExecution', request), { kind, timer });
}

function newStart(around: Surroundings, kind: Kind): NamedStart {
  const start = { kind, name: `named-${around.ledger.named.length}`, ...newInput(around, kind) };
  around.ledger.named.push(start);
  return start;
}

/** The same name again is the same execution, or is told that it has closed. */
async function startNamed(calls: Calls, around: Surroundings, named: NamedStart): Promise<void> {
  const { kind, name, input } = named;
  const request = { stateMachineArn: around.machines.get(kind) ?? '', name, input };
  try {
    acknowledge(around.ledger, await calls.states('StartExecution', request), named);
  } catch (error) {
    if (error instanceof Unavailable) around.ledger.unanswered.push(named);
    else if (error instanceof ApiError && error.code === 'ExecutionAlreadyExists') return;
    throw error;
  }
}

function acknowledge(
  ledger: Ledger,
  answer: JsonObject,
  { kind, timer }: { kind: Kind; timer: Timer | undefined },
): void {
  ledger.acks++;
  ledger.started({ arn: String(answer.executionArn), startDate: Number(answer.startDate), kind, timer });
}

function newInput({ random }: Surroundings, kind: Kind): { input: string; timer: Timer | undefined } {
  if (kind === 'moment') {
    const at = Date.now() + random.between(-500, 2000);
    return { input: JSON.stringify({ until: new Date(at).toISOString() }), timer: { at } };
  }
  const seconds = random.between(0, 2);
  const timer = kind === 'wait' ? { afterMs: seconds * 1000 } : undefined;
  return { input: JSON.stringify({ seconds, items: [1, 2, 3] }), timer };
}

async function stop(calls: Calls, { ledger, random }: Surroundings): Promise<void> {
  const target = random.pick([...ledger.known.values()].slice(-30));
  if (target === undefined) return;
  target.mayBeAborted = true;
  const { size: redrives } = target.redrives;
  const mayGoOn = target.redriving.size > 0;
  const { stopDate } = await calls.states('StopExecution', { executionArn: target.arn, error: 'Stopped' });
  ledger.acks++;
  ledger.stops++;
  // It may have been redriven at the same time.
  if (mayGoOn || target.redrives.size !== redrives) return;
  if (target.stopDate !== undefined && target.stopDate !== stopDate) {
    ledger.violations.push(`${target.arn} was stopped at ${target.stopDate}, and again at ${stopDate}`);
  }
  target.stopDate = Number(stopDate);
}

/** What workers remember from one life of the server to the next. */
export class Workers {
  /** Of the tokens' log. */
  bytesRead = 0;
  /** Tokens whose owners have not been answered. */
  readonly waiting: Ticket[] = [];
}

interface Ticket {
  readonly token: string;
  /** Unknown for an activity's task: its input is not its execution. */
  readonly execution: string | undefined;
}

async function work(calls: Calls, around: Surroundings, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const task = await calls.poll({ activityArn: ACTIVITY_ARN, workerName: 'worker' }, signal);
    if (task?.taskToken === undefined) continue;
    around.ledger.acks++;
    around.ledger.handedOut(String(task.taskToken));
    await sleep(around.random.between(0, 50));
    await complete(calls, around, { token: String(task.taskToken), execution: undefined });
  }
}

async function answerCallbacks(calls: Calls, around: Surroundings, signal: AbortSignal): Promise<void> {
  const { workers, traces } = around;
  while (!signal.aborted) {
    const log = readFileSync(traces.tokens, 'utf8').slice(workers.bytesRead);
    const lines = log.slice(0, log.lastIndexOf('\n') + 1);
    workers.bytesRead += lines.length;
    for (const line of lines.split('\n').filter((text) => text !== '')) {
      const [token = '', execution] = line.split(' ');
      workers.waiting.push({ token, execution });
    }
    for (let next = workers.waiting.shift(); next !== undefined; next = workers.waiting.shift()) {
      await complete(calls, around, next);
    }
    await sleep(20);
  }
}

/** Sometimes two answer at once: one of them may win. */
async function complete(calls: Calls, around: Surroundings, ticket: Ticket): Promise<void> {
  const answers = around.random.chance(0.2) ? 2 : 1;
  const wins = await Promise.all(Array.from({ length: answers }, () => completeOnce(calls, around, ticket)));
  if (wins.filter(Boolean).length > 1) {
    around.ledger.violations.push(`a token was completed twice: ${ticket.token}`);
  }
}

async function completeOnce(calls: Calls, { ledger, random, workers }: Surroundings, ticket: Ticket) {
  const output = JSON.stringify({ result: random.between(0, 1_000_000_000) });
  try {
    await calls.states('SendTaskSuccess', { taskToken: ticket.token, output });
    ledger.acks++;
    // Recorded for the execution when it is known: the audit looks for it in the history.
    if (ticket.execution !== undefined) ledger.known.get(ticket.execution)?.results.push(output);
    return true;
  } catch (error) {
    // Whoever gets no answer asks again in the next life.
    if (error instanceof Unavailable && ticket.execution !== undefined) workers.waiting.push(ticket);
    if (error instanceof ApiError && /^Task(TimedOut|DoesNotExist)$/.test(error.code)) return false;
    throw error;
  }
}
