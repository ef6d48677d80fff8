import { itemsPointerOf } from '../../asl/items-pointer.ts';
import { END, type Program, type State } from '../../asl/program.ts';
import { type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import type { Instant } from '../../base/time.ts';
import { findCatcher } from '../catch.ts';
import { matches } from '../error-match.ts';
import type { StateFailure } from '../failure.ts';
import type { Failure, Record } from '../record.ts';
import type { Step } from './inspected-dialect.ts';
import type { StateTestSetup } from './setup.ts';
import { textIn } from './text-in.ts';

/** What became of a tested state, as TestState tells it. */
export interface Answer extends Partial<{ [Name in keyof Failure]: string | undefined }> {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: string;
  readonly nextState?: string;
  readonly inspection: Inspection;
}

/** The state's data, step by step; each is JSON text. */
interface Inspection extends Partial<{ readonly [Name in Shown]: string }> {
  readonly input: string;
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
  readonly errorDetails?: ErrorDetails;
}

type Count = 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage';
type Shown =
  | Exclude<Step, Count>
  | 'afterItemsPath'
  | 'afterItemsPointer'
  | 'afterItemSelector'
  | 'variables';

interface ErrorDetails {
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
  readonly catchIndex?: number;
}

/** A test that has come to its end, or to a wait that nobody ends. */
export interface Tested {
  readonly program: Program;
  readonly state: State;
  readonly setup: StateTestSetup;
  readonly records: readonly Record[];
  /** What Retry and Catch were asked about. */
  readonly failure: StateFailure | undefined;
  readonly observed: ReadonlyMap<Step, Json>;
  readonly itemInputs: readonly Json[] | undefined;
  /** Values that are shown in the text in which they came. */
  readonly texts: readonly Payload[];
  readonly startedAt: Instant;
}

export function answerOf(tested: Tested): Answer {
  const { failure, records } = tested;
  const inspection = inspectionOf(tested);
  const failed = records.find((record) => record.type === 'ExecutionFailed');
  if (failed !== undefined) return { status: 'FAILED', ...told(failed), inspection };
  const error = failure === undefined ? {} : told(failure);
  const exited = records.find((record) => record.type === 'StateExited');
  if (exited === undefined) return { status: 'RETRIABLE', ...error, inspection };
  const next = exited.next === END ? undefined : tested.program.states[exited.next]?.name;
  return {
    status: failure === undefined ? 'SUCCEEDED' : 'CAUGHT_ERROR',
    ...error,
    output: exited.output.text,
    ...(next === undefined ? {} : { nextState: next }),
    inspection,
  };
}

function told({ error, cause }: Failure): { error?: string; cause?: string } {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

function inspectionOf(tested: Tested): Inspection {
  const { state, setup, observed, texts } = tested;
  const shown: { [step: string]: string | number } = { input: setup.input.text };
  for (const [step, value] of observed) {
    if (typeof value === 'number' && isCount(step)) shown[step] = value;
    else if (isShown(step, state, setup.state.definition)) shown[step] = textOf(value, texts);
  }
  // A Fail state takes its input as it is; it has no filter that could show it.
  if (state.type === 'Fail' && isJsonPath(setup)) shown.afterInputPath = setup.input.text;
  const items = itemsOf(tested);
  if (items !== undefined) shown.afterItemsPath = items;
  const { readItems } = setup;
  if (readItems !== undefined && itemsPointerOf(setup.state.definition) !== undefined && isJsonPath(setup))
    shown.afterItemsPointer = textOf([...readItems], texts);
  if (tested.itemInputs !== undefined) shown.afterItemSelector = textOf([...tested.itemInputs], texts);
  const variables = variablesOf(tested);
  if (variables !== undefined) shown.variables = textOf(variables, texts);
  const errorDetails = errorDetailsOf(tested);
  // Every member was set above under the name of its step.
  return { ...shown, ...(errorDetails === undefined ? {} : { errorDetails }) } as Inspection;
}

function isCount(step: Step): step is Count {
  return step === 'maxConcurrency' || step.startsWith('tolerated');
}

/** Recorded on AWS: which steps it shows of which type of state. */
function isShown(step: Step, state: State, definition: JsonObject): boolean {
  const { type } = state;
  switch (step) {
    case 'afterInputPath':
      return type !== 'Parallel' || member(definition, 'InputPath') !== undefined;
    case 'afterParameters':
      if (type === 'Parallel') return member(definition, 'Parameters') !== undefined;
      return type === 'Pass' || type === 'Task';
    case 'result':
      return type === 'Task' || (type === 'Pass' && state.literal !== undefined);
    case 'afterResultSelector':
    case 'afterResultPath':
      return type === 'Pass' || type === 'Task' || type === 'Map' || type === 'Parallel';
    default:
      return true;
  }
}

function textOf(value: Json, texts: readonly Payload[]): string {
  return (texts.find((payload) => payload.has(value)) ?? Payload.fromValue(value)).text;
}

function isJsonPath({ state }: StateTestSetup): boolean {
  return (member(state.definition, 'QueryLanguage') ?? state.queryLanguage) === 'JSONPath';
}

function itemsOf({ records, setup }: Tested): string | undefined {
  if (!isJsonPath(setup) || member(setup.state.definition, 'ItemReader') !== undefined) return undefined;
  const started = records.find((record) => record.type === 'MapStarted');
  if (started === undefined) return undefined;
  const { text } = started.items;
  if (started.items === setup.input) return text;
  const sources = [setup.input.text, setup.context?.text ?? ''];
  return sources.map((source) => textIn(source, text)).find((found) => found !== undefined) ?? text;
}

/** All variables once the state is over; undefined when there are none. */
function variablesOf({ records, setup }: Tested): JsonObject | undefined {
  const assigned = records.find((record) => record.type === 'StateExited')?.assigned ?? {};
  const all: { [name: string]: Json } = {};
  for (const variables of [setup.variables, assigned]) {
    for (const name of Object.keys(variables)) setOwn(all, name, member(variables, name) ?? null);
  }
  return Object.keys(all).length === 0 ? undefined : all;
}

/** Which retrier and which catcher the failure met. A retrier that is used up is still named. */
function errorDetailsOf({ state, failure, records, startedAt }: Tested): ErrorDetails | undefined {
  if (failure === undefined || failure.isFinal === true || !('retry' in state)) return undefined;
  const retryIndex = state.retry.findIndex(({ errorEquals }) => matches(errorEquals, failure));
  const retry = records.find((record) => record.type === 'RetryScheduled');
  const catcher = retry === undefined ? findCatcher(state.catch, failure) : undefined;
  if (retryIndex < 0 && catcher === undefined) return undefined;
  return {
    ...(retryIndex < 0 ? {} : { retryIndex }),
    ...(retry === undefined
      ? {}
      : { retryBackoffIntervalSeconds: Math.round((retry.until - startedAt) / 1000) }),
    ...(catcher === undefined ? {} : { catchIndex: state.catch.indexOf(catcher) }),
  };
}
