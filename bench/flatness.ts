import { compile } from '../src/asl/compile.ts';
import { Payload } from '../src/base/payload.ts';
import { encodeTurn } from '../src/engine/offthread/turn-job.ts';
import { decide } from '../src/interpreter/decide.ts';
import { createExecution } from '../src/interpreter/execution.ts';
import { ChunkEncoder } from '../src/interpreter/journal.ts';
import { hasSteps } from '../src/interpreter/obligations.ts';
import type { Signal } from '../src/interpreter/signal.ts';
import { ENV, IDENTITY } from './interpreters.ts';
import { eventsOf, loopTurns, MACHINES } from './machines.ts';
import { median } from './measure.ts';

/** What a transition costs while the history has from so many events up to so many. */
export interface FlatnessRow {
  readonly from: number;
  readonly to: number;
  /** Nanoseconds, in turns of about 100 records each, encoded as they go to disk; one number for each round. */
  readonly transitionNs: number[];
}

const BOUNDS = [10, 100, 1000, 3000, 6000, 12_000, 18_000, 24_000];
const EVENTS = BOUNDS.at(-1) ?? 0;
/** Two transitions are four events. */
const TRANSITIONS_PER_EVENT = 0.5;
const EXECUTIONS = 20;

/** One execution after the other to 24,000 events of history, the clock read after every turn. */
export function measureFlatness(rounds: number): FlatnessRow[] {
  const rows = BOUNDS.slice(1).map((to, index): FlatnessRow => {
    return { from: BOUNDS[index] ?? 0, to, transitionNs: [] };
  });
  runAll();
  for (let round = 0; round < rounds; round++) {
    const turns = runAll();
    for (const row of rows) {
      const within = turns.filter(({ events }) => events > row.from && events <= row.to);
      row.transitionNs.push(median(within.map(({ ns }) => ns)));
    }
  }
  return rows;
}

interface TurnTime {
  /** Of the history, at its end. */
  readonly events: number;
  /** For a transition. */
  readonly ns: number;
}

function runAll(): TurnTime[] {
  const times: TurnTime[] = [];
  for (let execution = 0; execution < EXECUTIONS; execution++) runTo(EVENTS, times);
  return times;
}

const PROGRAM = compile(JSON.stringify(MACHINES.loop.definition));
const RECORDS_A_TURN = 96;

function runTo(events: number, times: TurnTime[]): void {
  const turns = loopTurns(events);
  const encoder = new ChunkEncoder();
  const execution = createExecution(PROGRAM, IDENTITY);
  let signal: Signal = { type: 'start', input: Payload.fromText(JSON.stringify({ n: 0, max: turns })) };
  do {
    const [before, eventsBefore] = [process.hrtime.bigint(), execution.lastEventId];
    const { records } = decide(execution, signal, { ...ENV, recordsPerTurn: RECORDS_A_TURN });
    encodeTurn(encoder, execution, { firstEventId: eventsBefore + 1, records });
    const took = Number(process.hrtime.bigint() - before);
    const transitions = (execution.lastEventId - eventsBefore) * TRANSITIONS_PER_EVENT;
    times.push({ events: execution.lastEventId, ns: took / transitions });
    signal = { type: 'go' };
  } while (hasSteps(execution));
  if (execution.lastEventId !== eventsOf(turns)) throw new Error(`there are ${execution.lastEventId} events`);
}
