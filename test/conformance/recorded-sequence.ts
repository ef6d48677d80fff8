import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Rule } from './placeholders.ts';
import { RECORDED, type RecordedFunction, readRecords } from './recorded-case.ts';
import { functionOf } from './recorded-function.ts';

/** Calls of the API in their order, with what AWS answered. */
export interface RecordedSequence {
  readonly id: string;
  readonly steps: readonly Step[];
  readonly transformers: readonly Rule[];
  readonly standard: boolean;
}

export interface Step {
  readonly service: string;
  readonly operation: string;
  /** `{{3.stateMachineArn}}` is that member of the answer to step 3. */
  readonly params: object;
  /** Answers by the names under which their test kept them; absent where it kept none. */
  readonly expected?: Readonly<Record<string, unknown>>;
}

/** undefined where the records are not. */
export function readSequences(): readonly RecordedSequence[] | undefined {
  const behaviours = behavioursByFile();
  return linesOf('api')?.map((line) => {
    const sequence: RecordedSequence = JSON.parse(line);
    return { ...sequence, steps: sequence.steps.map((step) => withCode(step, behaviours)) };
  });
}

/** The calls of TestState, each a sequence of its own. */
export function readTestStates(): readonly RecordedSequence[] | undefined {
  return linesOf('test_state')?.map((line) => {
    const { params, expected, lambdas = [], ...rest } = JSON.parse(line);
    const functions = lambdas.map((recorded: RecordedFunction) => creation(recorded));
    const call = { service: 'stepfunctions', operation: 'TestState', params, expected: { answer: expected } };
    return { ...rest, steps: [...functions, call] };
  });
}

function creation(recorded: RecordedFunction): Step {
  return { service: 'lambda', operation: 'CreateFunction', params: functionOf(recorded) };
}

type Behaviour = RecordedFunction['behaviour'];

/** What the functions do whose code the recorder had in files: the records of executions tell. */
function behavioursByFile(): ReadonlyMap<string, Behaviour> {
  const cases = [
    ...(readRecords('executions_lambda')?.cases ?? []),
    ...(readRecords('express_sync')?.cases ?? []),
  ];
  return new Map(
    cases.flatMap(({ lambdas = [] }) =>
      lambdas.map(({ file, behaviour }) => [basename(file), behaviour] as const),
    ),
  );
}

/** A step that creates a function names the file of its code; here it gets code that does the same. */
function withCode(step: Step, behaviours: ReadonlyMap<string, Behaviour>): Step {
  if (step.operation !== 'CreateFunction') return step;
  // Shape of the records: the parameters of CreateFunction, but for the code.
  const params = step.params as CreationParams;
  const file = params.Code.$handler;
  const behaviour = behaviours.get(basename(file));
  if (behaviour === undefined) throw new Error(`nobody tells what ${file} does`);
  return creation({
    ...{ name: params.FunctionName, runtime: params.Runtime, handler: params.Handler },
    ...{ file, behaviour },
  });
}

interface CreationParams {
  readonly FunctionName: string;
  readonly Runtime: string;
  readonly Handler: string;
  readonly Code: { readonly $handler: string };
}

function linesOf(name: string): string[] | undefined {
  const path = join(RECORDED, `${name}.jsonl`);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : undefined;
}

/** The params of a step with the answers of earlier ones put in. */
export function filled(params: object, answers: readonly unknown[]): string {
  return JSON.stringify(params).replace(/\{\{(\d+)\.([\w.]+)\}\}/g, (_, step, path: string) => {
    const value = path.split('.').reduce((at, name) => Object(at)[name], answers[Number(step)]);
    return JSON.stringify(String(value)).slice(1, -1);
  });
}
