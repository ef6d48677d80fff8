import fc from 'fast-check';

/** A definition with states of every type that runs without services of its own: its tasks are answered by the test. */
export const randomMachine: fc.Arbitrary<string> = fc
  .array(fc.nat(1_000_000), { minLength: 60, maxLength: 60 })
  .map((numbers) => machineOf(numbers));

/** What a machine of these may refer to. */
export interface MachineSetting {
  /** The machine of which its jobs are executions; undefined: it has none. */
  readonly child: string | undefined;
  /** What its Wait states may wait for. */
  readonly waitSeconds: readonly number[];
  readonly timeoutSeconds: number;
  /** How deep Parallel and Map states may be nested. */
  readonly depth: number;
}

const SETTING: MachineSetting = {
  child: 'm',
  waitSeconds: [0, 10, 20],
  timeoutSeconds: 1_000_000,
  depth: 2,
};

/** The machine that follows from about sixty numbers. */
export function machineOf(numbers: readonly number[], setting = SETTING): string {
  const { timeoutSeconds: TimeoutSeconds } = setting;
  return JSON.stringify({ ...new MachineBuilder(numbers, setting).scope(0), TimeoutSeconds });
}

type Definition = { [field: string]: unknown };

/** Turns a list of numbers into a definition: shrinking the numbers shrinks the machine. */
class MachineBuilder {
  readonly #numbers: readonly number[];
  readonly #setting: MachineSetting;
  #used = 0;
  #names = 0;

  constructor(numbers: readonly number[], setting: MachineSetting) {
    this.#numbers = numbers;
    this.#setting = setting;
  }

  scope(depth: number): Definition {
    const names = Array.from({ length: 1 + this.#below(4) }, () => `S${this.#names++}`);
    const states: { [name: string]: Definition } = {};
    names.forEach((name, i) => {
      states[name] = this.#state(depth, names[i + 1]);
    });
    return { StartAt: names[0], States: states };
  }

  #state(depth: number, next: string | undefined): Definition {
    const onward = next === undefined ? { End: true } : { Next: next };
    switch (this.#below(depth < this.#setting.depth ? 10 : 7)) {
      case 0:
        return { Type: 'Pass', Result: { n: this.#below(100) }, ResultPath: '$.pass', ...onward };
      case 1:
        return { Type: 'Wait', Seconds: this.#wait(), ...onward };
      case 2:
        return next === undefined
          ? { Type: 'Succeed' }
          : {
              Type: 'Choice',
              Choices: [{ Variable: '$.absent', IsPresent: true, Next: next }],
              Default: next,
            };
      case 3:
        return this.#below(3) === 0
          ? { Type: 'Fail', Error: 'Chosen', Cause: 'by chance' }
          : { Type: 'Pass', ...onward };
      case 4:
      case 5:
        return { ...this.#task(), ...this.#handlers(next), ...onward };
      case 6:
        return { Type: 'Pass', Parameters: { 'id.$': '$$.State.Name', 'all.$': '$' }, ...onward };
      case 7:
        return { Type: 'Parallel', Branches: this.#branches(depth), ...this.#handlers(next), ...onward };
      default:
        return { ...this.#map(depth), ...this.#handlers(next), ...onward };
    }
  }

  #task(): Definition {
    const clocks = this.#below(2) === 0 ? {} : { TimeoutSeconds: 60, HeartbeatSeconds: 20 };
    const { child } = this.#setting;
    const kind = this.#below(4);
    switch (kind === 2 && child === undefined ? 3 : kind) {
      case 0:
        return {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Parameters: { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token' } },
          ResultPath: '$.token',
          ...clocks,
        };
      case 1:
        return { Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:a', ...clocks };
      case 2:
        return {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync',
          Parameters: { StateMachineArn: child },
          ResultPath: '$.job',
          ...clocks,
        };
      default:
        return {
          Type: 'Task',
          Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
          ResultPath: '$.task',
          ...(this.#below(2) === 0 ? {} : { TimeoutSeconds: 60 }),
        };
    }
  }

  #wait(): number {
    const { waitSeconds } = this.#setting;
    return waitSeconds[this.#below(waitSeconds.length)] ?? 0;
  }

  #handlers(next: string | undefined): Definition {
    const retry = {
      ErrorEquals: ['Flaky', 'States.Timeout'],
      IntervalSeconds: 1 + this.#below(5),
      MaxAttempts: 2,
    };
    const caught = { ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: next };
    return {
      ...(this.#below(2) === 0 ? {} : { Retry: [{ ...retry, JitterStrategy: 'FULL' }] }),
      ...(next === undefined || this.#below(2) === 0 ? {} : { Catch: [caught] }),
    };
  }

  #branches(depth: number): Definition[] {
    return Array.from({ length: 1 + this.#below(3) }, () => this.scope(depth + 1));
  }

  #map(depth: number): Definition {
    const selector =
      this.#below(2) === 0 ? {} : { ItemSelector: { 'i.$': '$$.Map.Item.Index', 'all.$': '$' } };
    return {
      Type: 'Map',
      ItemsPath: '$$.Execution.Input.items',
      MaxConcurrency: this.#below(3),
      ResultPath: '$.map',
      ...selector,
      ...this.#processor(depth),
    };
  }

  /** A distributed Map's items are worked on elsewhere: the test says how. */
  #processor(depth: number): Definition {
    const inside = this.scope(depth + 1);
    if (this.#below(3) > 0) return { ItemProcessor: inside };
    const ProcessorConfig = {
      Mode: 'DISTRIBUTED',
      ExecutionType: this.#below(2) === 0 ? 'STANDARD' : 'EXPRESS',
    };
    return {
      ItemProcessor: { ...inside, ProcessorConfig },
      ...(this.#below(2) === 0 ? {} : { ToleratedFailureCount: 1 }),
      ...(this.#below(2) === 0 ? {} : { ItemBatcher: { MaxItemsPerBatch: 2 } }),
    };
  }

  #below(limit: number): number {
    const number = this.#numbers[this.#used++ % this.#numbers.length] ?? 0;
    return number % limit;
  }
}
