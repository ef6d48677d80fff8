import type { JsonObject } from '../../src/base/json.ts';
import type { Caller } from './caller.ts';
import type { Chance } from './chance.ts';
import type { Watch } from './watch.ts';

export interface ExpressClientsOptions {
  readonly caller: Caller;
  readonly watch: Watch;
  readonly roleArn: string;
  readonly stateMachineArn: string;
}

/** Those who start executions of an Express machine, and wait for their ends or not. */
export class ExpressClients {
  readonly violations: string[] = [];
  readonly #options: ExpressClientsOptions;

  constructor(options: ExpressClientsOptions) {
    this.#options = options;
  }

  newMachine(chance: Chance): JsonObject {
    const { roleArn, stateMachineArn } = this.#options;
    const name = stateMachineArn.split(':').at(-1) ?? '';
    return { name, roleArn, type: 'EXPRESS', definition: definitionOf(chance) };
  }

  express(chance: Chance): void {
    const { caller, watch, stateMachineArn } = this.#options;
    const name = `async-${chance.below(3)}`;
    caller.ask('StartExecution', { stateMachineArn, name, input: '{}' }, ({ body }) => {
      const run = String(body.executionArn).split(':').at(-1) ?? '';
      if (!watch.express.wasOnDisk(run))
        this.violations.push(`express execution ${run} was acknowledged and is not on disk`);
    });
  }

  'express sync'(chance: Chance): void {
    const { caller, stateMachineArn } = this.#options;
    const name = `sync-${chance.below(3)}`;
    caller.ask('StartSyncExecution', { stateMachineArn, name, input: '{}' }, ({ body }) => {
      const isWhole = body.status !== 'SUCCEEDED' || typeof body.output === 'string';
      if (!ENDS.has(String(body.status)) || !isWhole)
        this.violations.push(`${body.executionArn} was answered before its end: ${JSON.stringify(body)}`);
    });
  }
}

const ENDS = new Set(['SUCCEEDED', 'FAILED', 'TIMED_OUT']);

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';

/** A task first and a task last: what runs is seen. */
function definitionOf(chance: Chance): string {
  const task = {
    ...{ Type: 'Task', Resource: FUNCTION, ResultPath: '$.task' },
    ...(chance.is(0.5) ? { Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 2, MaxAttempts: 2 }] } : {}),
    ...(chance.is(0.5) ? { TimeoutSeconds: 30 } : {}),
  };
  const branch = { StartAt: 'B', States: { B: { ...task, End: true } } };
  const between = chance.oneOf([
    { Type: 'Pass' },
    { Type: 'Wait', Seconds: 1 + chance.below(20) },
    { Type: 'Parallel', Branches: [branch, branch].slice(chance.below(2)), ResultPath: '$.both' },
  ]);
  return JSON.stringify({
    StartAt: 'First',
    States: {
      First: { ...task, Next: 'Between' },
      Between: { ...between, Next: 'Last' },
      Last: { ...task, End: true },
    },
  });
}
