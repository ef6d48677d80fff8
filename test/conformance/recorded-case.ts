import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/base/json.ts';
import type { Rule } from './placeholders.ts';

/** Executions recorded on AWS; they lie beside the project and are no part of it. */
export const RECORDED = join(import.meta.dirname, '../../../shared/conformance/aws');

export const FILES = [
  'executions_pure',
  'executions_lambda',
  'executions_activity',
  'executions_services',
  'express_sync',
  'express_async',
] as const;
export type File = (typeof FILES)[number];
export type Language = 'JSONPath' | 'JSONata';

/** Services that tasks can call here: executions that call others are not played. */
const SERVICES: ReadonlySet<string> = new Set([
  ...['lambda', 'activity', 'states', 'aws-sdk:sfn', 'aws-sdk:s3', 'events', 'sns', 'sqs'],
]);

/** One execution on AWS. */
export interface RecordedCase {
  readonly id: string;
  /** The services that it calls. */
  readonly uses?: readonly string[];
  /** Calls of other services that were made before its start. */
  readonly setup?: readonly RecordedCall[];
  readonly machine: RecordedMachine;
  /** Machines that it starts executions of. */
  readonly otherMachines?: readonly RecordedMachine[];
  readonly operation: string;
  readonly input: string | null;
  readonly executionName?: string;
  /** The alias or version that was started instead of the machine. */
  readonly target?: string;
  readonly lambdas?: readonly RecordedFunction[];
  readonly expected: {
    readonly history?: History;
    readonly 'history.reversed'?: History;
    readonly describe?: object;
    readonly sync?: object;
    /** What an asynchronous Express execution has logged last. */
    readonly end_event?: object;
    readonly logged_execution_events?: readonly object[];
    /** Text, or what it says where it is an object. */
    readonly output?: unknown;
  };
  readonly transformers: readonly Rule[];
  readonly standard: boolean;
}

export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly params: JsonObject;
}

export interface RecordedMachine {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly type?: string;
  readonly loggingConfiguration?: JsonObject;
}

export interface RecordedFunction {
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  /** Where the recorder had its code; what that does is told by `behaviour`. */
  readonly file: string;
  readonly behaviour: {
    readonly does: string;
    readonly returns?: unknown;
    readonly errorType?: string;
    readonly errorMessage?: string;
  };
}

interface History {
  readonly events: readonly object[];
}

export interface Records {
  readonly cases: readonly RecordedCase[];
  /** The rules of every record, before and after its own. */
  readonly standard: { readonly head: readonly Rule[]; readonly tail: readonly Rule[] };
}

/** undefined where the records are not. */
export function readRecords(file: File): Records | undefined {
  if (!existsSync(RECORDED)) return undefined;
  const lines = readFileSync(join(RECORDED, `${file}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return {
    cases: lines.map((line): RecordedCase => JSON.parse(line)).filter(isPlayed),
    standard: JSON.parse(readFileSync(join(RECORDED, 'standard_transformers.json'), 'utf8')),
  };
}

function isPlayed({ uses = [] }: RecordedCase): boolean {
  return uses.every((service) => SERVICES.has(service));
}

/** What a case is counted with: those that call services with the others of their service. */
export function areaOf(file: File, one: RecordedCase): string {
  return `${file} ${file === 'executions_services' ? (one.uses ?? []).join(', ') : languageOf(one)}`;
}

export function languageOf({ machine }: RecordedCase): Language {
  return machine.definition.includes('JSONata') ? 'JSONata' : 'JSONPath';
}

/**
 * The name under which AWS ran it, so that our answers hold what the record's rules replace.
 *
 * @returns undefined where the record does not tell it, and does not need it.
 */
export function executionNameOf({ id, executionName, transformers }: RecordedCase): string | undefined {
  const number = /#(\d+)$/.exec(id)?.[1] ?? '0';
  for (const rule of transformers) {
    if (
      rule.kind === 'RegexTransformer' &&
      NAMES.test(rule.replacement) &&
      rule.replacement.endsWith(`_${number}idx>`)
    ) {
      return rule.regex.replaceAll('\\', '');
    }
  }
  return executionName;
}

/** What stands for the name of an execution; of an express one, where its ARN has two parts, for the first. */
const NAMES = /^<(ExecArnPart|SyncExecArn_Part1|ExpressExecArn_Part1)_/;
