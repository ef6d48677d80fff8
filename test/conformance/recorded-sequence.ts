import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from './placeholders.ts';
import { RECORDED } from './recorded-case.ts';

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
  return linesOf('api')?.map((line) => JSON.parse(line));
}

/** The calls of TestState, each a sequence of its own. */
export function readTestStates(): readonly RecordedSequence[] | undefined {
  return linesOf('test_state')?.map((line) => {
    const { params, expected, lambdas = [], ...rest } = JSON.parse(line);
    const functions = lambdas.map(() => ({ service: 'lambda', operation: 'CreateFunction', params: {} }));
    const call = { service: 'stepfunctions', operation: 'TestState', params, expected: { answer: expected } };
    return { ...rest, steps: [...functions, call] };
  });
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
