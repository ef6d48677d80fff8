import type { Json, JsonObject } from '../src/base/json.ts';

/** A state machine of the benchmark, and what one execution of it does. */
export interface Machine {
  readonly definition: Json;
  readonly input: Json;
  /** States entered by one execution, those in branches and iterations included. */
  readonly transitions: number;
  /** Takes its time: a client that asked all the time how it does would be most of the load. */
  readonly isLong?: boolean;
  readonly type?: 'EXPRESS';
}

const PASS = { Type: 'Pass', End: true };

/** The function of `tasks5`, in a folder of this name. */
export const STEP = { name: 'Step', source: 'exports.handler = async (event) => event;\n' };
const STEP_ARN = `arn:aws:lambda:us-east-1:123456789012:function:${STEP.name}`;

export const MACHINES = {
  pass1: { definition: { StartAt: 'A', States: { A: PASS } }, input: { n: 1 }, transitions: 1 },
  pass10: { definition: chain(10, { Type: 'Pass' }), input: { n: 1 }, transitions: 10 },
  par10: {
    definition: {
      StartAt: 'Fan',
      States: {
        Fan: {
          Type: 'Parallel',
          Branches: Array.from({ length: 10 }, (_, index) => branch(`A${index}`)),
          End: true,
        },
      },
    },
    input: { n: 1 },
    transitions: 11,
  },
  /** Counts to 100: 101 times Check, 100 times Add, once Done. */
  loop100: {
    definition: {
      StartAt: 'Check',
      States: {
        Check: {
          Type: 'Choice',
          Choices: [{ Variable: '$.n', NumericLessThan: 100, Next: 'Add' }],
          Default: 'Done',
        },
        Add: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Check' },
        Done: { Type: 'Succeed' },
      },
    },
    input: { n: 0 },
    transitions: 202,
  },
  map1000: {
    definition: {
      StartAt: 'Each',
      States: { Each: { Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: PASS } }, End: true } },
    },
    input: Array.from({ length: 1000 }, (_, index) => index),
    transitions: 1001,
  },
  /** Counts to as many as its input says. */
  loop: {
    definition: {
      StartAt: 'Check',
      States: {
        Check: {
          Type: 'Choice',
          Choices: [{ Variable: '$.n', NumericLessThanPath: '$.max', Next: 'Add' }],
          Default: 'Done',
        },
        Add: {
          Type: 'Pass',
          Parameters: { 'n.$': 'States.MathAdd($.n, 1)', 'max.$': '$.max' },
          Next: 'Check',
        },
        Done: { Type: 'Succeed' },
      },
    },
    input: { n: 0, max: 1 },
    transitions: 4,
    isLong: true,
  },
  /** Calls a function five times, one after the other. */
  tasks5: {
    definition: chain(5, { Type: 'Task', Resource: STEP_ARN }),
    input: { n: 1 },
    transitions: 5,
    isLong: true,
  },
  express1: {
    definition: { StartAt: 'A', States: { A: PASS } },
    input: { n: 1 },
    transitions: 1,
    type: 'EXPRESS',
  },
} satisfies Record<string, Machine>;

export type MachineName = keyof typeof MACHINES;

/** Iterations of one execution of map1000. */
export const ITERATIONS = 1000;

function branch(name: string): Json {
  return { StartAt: name, States: { [name]: PASS } };
}

function chain(length: number, state: JsonObject): Json {
  const states = Array.from({ length }, (_, index) => {
    const next = index + 1 < length ? { Next: `S${index + 2}` } : { End: true };
    return [`S${index + 1}`, { ...state, ...next }];
  });
  return { StartAt: 'S1', States: Object.fromEntries(states) };
}

/** Turns of Check and Add in `loop` so that its history has about as many events; see `eventsOf`. */
export function loopTurns(events: number): number {
  return Math.round((events - EVENTS_AROUND) / EVENTS_A_TURN);
}

export function eventsOf(turns: number): number {
  return EVENTS_AROUND + EVENTS_A_TURN * turns;
}

export function transitionsOf(turns: number): number {
  return 2 * turns + 2;
}

/** The execution's own two, the last Check and Done. */
const EVENTS_AROUND = 6;
const EVENTS_A_TURN = 4;
