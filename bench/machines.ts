import type { Json } from '../src/base/json.ts';

/** A state machine of the benchmark, and what one execution of it does. */
export interface Machine {
  readonly definition: Json;
  readonly input: Json;
  /** States entered by one execution, those in branches and iterations included. */
  readonly transitions: number;
}

const PASS = { Type: 'Pass', End: true };

export const MACHINES = {
  pass1: { definition: { StartAt: 'A', States: { A: PASS } }, input: { n: 1 }, transitions: 1 },
  pass10: { definition: chain(10), input: { n: 1 }, transitions: 10 },
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
} as const satisfies Record<string, Machine>;

export type MachineName = keyof typeof MACHINES;

/** Iterations of one execution of map1000. */
export const ITERATIONS = 1000;

function branch(name: string): Json {
  return { StartAt: name, States: { [name]: PASS } };
}

function chain(length: number): Json {
  const states = Array.from({ length }, (_, index) => {
    const name = `S${index + 1}`;
    return [name, index + 1 < length ? { Type: 'Pass', Next: `S${index + 2}` } : PASS];
  });
  return { StartAt: 'S1', States: Object.fromEntries(states) };
}
