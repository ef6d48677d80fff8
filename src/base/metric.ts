import type { Histogram } from './histogram.ts';

/** Numbers of one kind, as an operator looks at them. Never a payload, a name that somebody gave an execution, or a token. */
export interface Metric {
  /** Without the prefix that all have: `executions_total`. */
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** AWS's words where it has a metric: `{ metric: 'ExecutionsStarted', StateMachineArn: … }`. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number | Histogram;
}

/** One number that goes up and down. */
export function gauge(name: string, help: string, value: number): Metric {
  return { name, help, kind: 'gauge', samples: [{ value }] };
}

/** One number that only grows. */
export function counter(name: string, help: string, value: number): Metric {
  return { name, help, kind: 'counter', samples: [{ value }] };
}

export function histogram(name: string, help: string, value: Histogram): Metric {
  return { name, help, kind: 'histogram', samples: [{ value }] };
}
