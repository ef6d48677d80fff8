import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, member } from '../../src/base/json.ts';
import { ApiError } from '../../src/cli/client.ts';
import type { Calls } from './calls.ts';
import {
  attemptsIn,
  calledIn,
  type Event,
  earlyTimersIn,
  eventsOf,
  gapsIn,
  redrivesIn,
  rewritesIn,
  UNKNOWN_OUTCOME,
  unexplainedIn,
} from './history.ts';
import type { Known, Ledger } from './ledger.ts';
import { FLAKY, type Kind, RETRY_SECONDS } from './machines.ts';

const AT_ONCE = 16;

/** Holds what the server says of these executions against what it has said before. */
export async function audit(calls: Calls, ledger: Ledger, executions: readonly Known[]): Promise<void> {
  const left = [...executions];
  const auditor = async () => {
    for (let known = left.pop(); known !== undefined; known = left.pop()) {
      await auditOne(calls, ledger, known).catch(refusal(ledger, known));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, auditor));
}

/** What was acknowledged and cannot be asked for any more is lost. */
function refusal(ledger: Ledger, { arn }: Known): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof ApiError)) throw error;
    ledger.violations.push(`${arn}: ${error.message}`);
  };
}

async function auditOne(calls: Calls, ledger: Ledger, known: Known): Promise<void> {
  // The promises that were made before the question count; more may be made meanwhile.
  const promised = { stopDate: known.stopDate, results: [...known.results], redriven: known.redriven };
  const described = await calls.states('DescribeExecution', { executionArn: known.arn });
  const events = await readHistory(calls, known.arn);
  const found = [
    ...changesIn(described, known, promised.stopDate),
    ...gapsIn(events),
    ...rewritesIn(events, known.history),
    ...earlyTimersIn(events, known.timer, RETRY_SECONDS * 1000),
    ...failuresIn(events, known.kind),
    ...unexplainedIn(events, ledger.functionKills),
    ...lostRedrives(events, promised.redriven, known.redrives.size),
    ...(isRewound(known) ? [] : lostResults(described, events, promised.results)),
  ];
  for (const problem of found) ledger.violations.push(`${known.arn}: ${problem}`);
  known.history = events.map(({ text }) => text);
  if (described.status !== 'RUNNING') known.end = JSON.stringify(described);
}

function changesIn(described: JsonObject, known: Known, stopDate: number | undefined): string[] {
  const { startDate, status } = described;
  const changes: string[] = [];
  if (startDate !== known.startDate) changes.push(`startDate was ${known.startDate} and is ${startDate}`);
  if (known.end !== undefined && known.end !== JSON.stringify(described)) {
    changes.push(`it had ended with ${known.end} and now has ${JSON.stringify(described)}`);
  }
  if (stopDate !== undefined && described.stopDate !== stopDate) {
    changes.push(`stopDate was ${stopDate} and is ${described.stopDate}`);
  }
  const mayBe = ['RUNNING', 'SUCCEEDED'];
  if (known.mayBeAborted) mayBe.push('ABORTED');
  if (known.kind === 'flaky') mayBe.push('FAILED');
  if (!mayBe.includes(String(status))) changes.push(`it is ${status}: ${described.error} ${described.cause}`);
  return changes;
}

/** Nothing fails in this suite but attempts that a kill has cut off, and calls that their workers forgot. */
function failuresIn(events: readonly Event[], kind: Kind): string[] {
  const allowed = kind === 'activity' || kind === 'callback' ? /TimedOut$/ : /^never$/;
  return events
    .filter(({ type }) => /(Failed|TimedOut)$/.test(type) && !allowed.test(type))
    .filter(({ error }) => error !== UNKNOWN_OUTCOME && !(kind === 'flaky' && error === FLAKY))
    .map(({ text }) => `an attempt failed: ${text}`);
}

function lostRedrives(events: readonly Event[], acknowledged: number, sent: number): string[] {
  const redrives = redrivesIn(events);
  return redrives < acknowledged || redrives > sent
    ? [`of ${sent} redrives ${acknowledged} were acknowledged, and it has ${redrives}`]
    : [];
}

/** A stop may lose a result that was held, and a redrive may go on without it. */
function isRewound({ mayBeAborted, redrives }: Known): boolean {
  return mayBeAborted && redrives.size > 0;
}

/** A token's result may be held, unseen, until its request is known to be submitted; a stop may come before that. */
function lostResults({ status }: JsonObject, events: readonly Event[], results: readonly string[]): string[] {
  if (status !== 'SUCCEEDED') return [];
  return results.filter((result) => !holds(events, result)).map((result) => `${result} is lost`);
}

function holds(events: readonly Event[], result: string): boolean {
  const inJson = JSON.stringify(result).slice(1, -1);
  return events.some(({ type, text }) => /Succeeded$/.test(type) && text.includes(inJson));
}

async function readHistory(calls: Calls, executionArn: string): Promise<Event[]> {
  const events: Event[] = [];
  let nextToken: string | undefined;
  do {
    const page = await calls.states('GetExecutionHistory', {
      executionArn,
      maxResults: 1000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    events.push(...eventsOf(page));
    const token = member(page, 'nextToken');
    nextToken = typeof token === 'string' ? token : undefined;
  } while (nextToken !== undefined);
  return events;
}

/** Attempts that ran twice: the same request id twice in the effect log. */
export function repeatedEffects(path: string): string[] {
  const seen = new Set<string>();
  return effectsOf(path).flatMap(({ requestId }) => {
    if (seen.has(requestId)) return `attempt ${requestId} was sent twice`;
    seen.add(requestId);
    return [];
  });
}

export interface Attempts {
  readonly sent: number;
  readonly unknown: number;
  readonly effects: number;
}

/** Sums up all attempts, and finds those that ran without a record, or have a result without having run. */
export function reconcile(ledger: Ledger, path: string): Attempts {
  const effects = new Map<string, number>();
  for (const { execution } of effectsOf(path)) effects.set(execution, (effects.get(execution) ?? 0) + 1);
  const requestIds = new Set(effectsOf(path).map(({ requestId }) => requestId));
  const total = { sent: 0, unknown: 0, effects: effectsOf(path).length };
  for (const { arn, history } of ledger.known.values()) {
    const events = eventsOf({ events: history.map((text) => JSON.parse(text)) });
    const { sent, answered, unknown } = attemptsIn(events);
    const ran = effects.get(arn) ?? 0;
    if (ran > sent) ledger.violations.push(`${arn}: ${ran} calls ran, its history has ${sent}`);
    if (ran < answered) ledger.violations.push(`${arn}: ${answered} calls have results, ${ran} ran`);
    for (const requestId of calledIn(events)) {
      if (!requestIds.has(requestId))
        ledger.violations.push(`${arn}: ${requestId} has a result and no effect`);
    }
    total.sent += sent;
    total.unknown += unknown;
  }
  return total;
}

function effectsOf(path: string): { requestId: string; execution: string }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [requestId = '', execution = ''] = line.split(' ');
      return { requestId, execution };
    });
}

/** How attempts were resolved that a killed server had under way, as the functions' logs say: at least so many. */
export interface Fates {
  readonly kept: number;
  readonly running: number;
  readonly neverArrived: number;
  readonly unknown: number;
}

/** @param logs The folder of the functions' logs. */
export function fatesIn(logs: string): Fates {
  const files = existsSync(logs) ? readdirSync(logs) : [];
  const text = files
    .filter((file) => /\.log(\.1)?$/.test(file))
    .map((file) => readFileSync(join(logs, file), 'utf8'))
    .join('\n');
  const count = (words: string) => text.match(new RegExp(`^RESUMED .*\t${words}$`, 'gm'))?.length ?? 0;
  return {
    kept: count('result was kept'),
    running: count('still runs'),
    neverArrived: count('never arrived'),
    unknown: count('outcome unknown'),
  };
}
