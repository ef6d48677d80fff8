import type { MachineName } from './machines.ts';

/** A load: clients that do the same again and again, at several concurrencies one after the other. */
export interface Scenario {
  readonly name: string;
  readonly concurrencies: readonly number[];
  readonly target: 'echo' | 'stepwell' | 'restate';
  readonly machine: MachineName;
  /** When a client takes it for done; see `Job` of load-client.ts. */
  readonly until: 'answered' | 'succeeded';
}

const OURS = { target: 'stepwell', until: 'succeeded' } as const;

/** In the order of a round. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'echo',
    machine: 'pass1',
    concurrencies: [1, 32, 64, 128, 256],
    target: 'echo',
    until: 'answered',
  },
  { ...OURS, name: 'start pass1', machine: 'pass1', concurrencies: [1, 64, 256], until: 'answered' },
  { ...OURS, name: 'express sync', machine: 'express1', concurrencies: [1, 32], until: 'answered' },
  { ...OURS, name: 'pass1', machine: 'pass1', concurrencies: [1, 32] },
  { ...OURS, name: 'pass10', machine: 'pass10', concurrencies: [1, 32] },
  { ...OURS, name: 'par10', machine: 'par10', concurrencies: [1, 32] },
  { ...OURS, name: 'loop100', machine: 'loop100', concurrencies: [1, 8, 32] },
  { ...OURS, name: 'map1000', machine: 'map1000', concurrencies: [1, 8, 32] },
  { ...OURS, name: 'tasks5', machine: 'tasks5', concurrencies: [1, 128] },
  {
    name: 'Restate, 5 steps',
    machine: 'tasks5',
    concurrencies: [1, 128],
    target: 'restate',
    until: 'answered',
  },
];
