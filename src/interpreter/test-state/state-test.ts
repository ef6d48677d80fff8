import { compile } from '../../asl/compile.ts';
import type { State } from '../../asl/program.ts';
import type { Resource } from '../../asl/resource.ts';
import { machineAround } from '../../asl/single-state.ts';
import { present } from '../../base/assert.ts';
import { isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { EMPTY_OBJECT, type Payload } from '../../base/payload.ts';
import type { Instant } from '../../base/time.ts';
import type { Env } from '../env.ts';
import { createExecution, type Execution, type Frame } from '../execution.ts';
import { attempting, failState, handleFailure, type StateFailure } from '../failure.ts';
import { attemptOf, stateOf } from '../frames.ts';
import type { Failure, Record } from '../record.ts';
import { exitState } from '../states/exit.ts';
import { work } from '../states/state-types.ts';
import { receiveOutcome } from '../task-outcome.ts';
import { Turn, type Watch } from '../turn.ts';
import { assignVariables } from '../variables.ts';
import { Visit } from '../visit.ts';
import { type Answer, answerOf } from './answer.ts';
import { inspectedDialects, type Step } from './inspected-dialect.ts';
import type { StateTestSetup } from './setup.ts';
import { withoutBody } from './without-body.ts';

/** A task that waits for its result. */
export interface TestedTask {
  readonly resource: Resource;
  readonly parameters: Payload;
  readonly timeoutSeconds: number | undefined;
}

/**
 * One state, run by itself in memory by the code that runs executions. It stops where an execution would wait for the
 * world; whoever tests says what comes of it. A Map's iterations and a Parallel's branches never start: their results
 * come from outside too.
 */
export class StateTest {
  readonly #setup: StateTestSetup;
  readonly #execution: Execution;
  readonly #frame: Frame;
  readonly #state: State;
  readonly #observed = new Map<Step, Json>();
  readonly #records: Record[] = [];
  #failure: StateFailure | undefined;
  #result: Payload | undefined;
  #itemInputs: readonly Json[] | undefined;

  /** Runs the state until it waits or has ended. */
  constructor(setup: StateTestSetup, env: Env) {
    const { state, input, variables, retryCount } = setup;
    this.#setup = setup;
    const reads =
      member(state.definition, 'ItemReader') === undefined ? setup.readItems : (setup.readItems ?? []);
    const dialects = inspectedDialects((step, value) => this.#observed.set(step, value), reads);
    const definition = withoutBody(state.definition);
    const program = compile(machineAround({ ...state, definition }), dialects);
    this.#execution = createExecution(program, setup.identity);
    const turn = this.#turn(env);
    turn.emit({ type: 'ExecutionStarted', input });
    const frame = present(this.#execution.frames.get(0), 'root frame');
    this.#frame = frame;
    this.#state = stateOf(this.#execution, frame);
    turn.emit({ type: 'StateEntered', frame: frame.id, previous: frame.previous, state: frame.state, input });
    assignVariables(this.#execution, frame, variables);
    if ('retry' in this.#state) frame.retries = this.#state.retry.map(() => retryCount);
    frame.retryCount = retryCount;
    work(turn, frame, this.#state);
    this.#selectItems(turn);
    this.#records.push(...turn.records);
  }

  /** The moment a Wait state waits for. */
  get wakeAt(): Instant | undefined {
    return this.#frame.phase === 'waiting' ? this.#frame.timerAt : undefined;
  }

  get task(): TestedTask | undefined {
    const { phase, attempt } = this.#frame;
    if (this.#state.type !== 'Task' || phase !== 'scheduled' || attempt === undefined) return undefined;
    const { parameters, timeoutSeconds } = attempt;
    return { resource: this.#state.resource, parameters, timeoutSeconds };
  }

  /** How many iterations a Map state has; undefined before its items are known. */
  get iterationCount(): number | undefined {
    return this.#frame.fanOut?.items === undefined ? undefined : this.#frame.fanOut.size;
  }

  /** Ends a Wait. */
  wake(env: Env): void {
    this.#continue(env, (turn) => {
      if (this.#state.type === 'Wait') exitState(turn, this.#frame, this.#state);
    });
  }

  /** The task, the iterations or the branches gave this. Nothing happens when the state has ended before. */
  succeed(result: Payload, env: Env): void {
    if (!this.#isWaiting) return;
    this.#result = result;
    this.#continue(env, (turn) => {
      if (this.#state.type === 'Task') return this.#settle(turn, { output: result });
      if (this.#state.type !== 'Map' && this.#state.type !== 'Parallel') return;
      const { id, previous, state } = this.#frame;
      turn.emit({ type: `${this.#state.type}Succeeded`, frame: id, previous, state });
      exitState(turn, this.#frame, this.#state, result);
    });
  }

  /** They failed. Nothing happens when the state has ended before. */
  fail(failure: Failure, env: Env): void {
    if (!this.#isWaiting) return;
    this.#continue(env, (turn) => {
      if (this.#state.type === 'Task') return this.#settle(turn, { failure });
      turn.emit({ type: 'ChildrenFailed', frame: this.#frame.id, previous: this.#frame.previous });
      failState(turn, this.#frame, { ...failure, fromChildren: true });
    });
  }

  /** So many of a Map's iterations failed: more than it tolerates, if it says how many. */
  isOverThreshold(failed: number): boolean {
    const count = this.#observed.get('toleratedFailureCount');
    const percentage = this.#observed.get('toleratedFailurePercentage');
    const share = (100 * failed) / Math.max(1, this.iterationCount ?? 0);
    return Boolean(
      (typeof count === 'number' && failed > count) || (typeof percentage === 'number' && share > percentage),
    );
  }

  answer(): Answer {
    return answerOf({
      program: this.#execution.program,
      state: this.#state,
      setup: this.#setup,
      records: this.#records,
      failure: this.#failure,
      observed: this.#observed,
      itemInputs: this.#itemInputs,
      texts: [this.#setup.input, ...(this.#result === undefined ? [] : [this.#result])],
      startedAt: this.#execution.lastAt,
    });
  }

  get #isWaiting(): boolean {
    const { phase } = this.#frame;
    if (this.#execution.status !== 'RUNNING') return false;
    return phase === 'scheduled' || phase === 'spawning' || phase === 'joining' || phase === 'running';
  }

  #continue(env: Env, action: (turn: Turn) => void): void {
    const turn = this.#turn(env);
    action(turn);
    this.#records.push(...turn.records);
  }

  #turn(env: Env): Turn {
    const watch: Watch = {
      failed: (failure) => {
        this.#failure ??= failure;
      },
      context: (built) => this.#context(built),
    };
    return new Turn(this.#execution, env, watch);
  }

  /** Recorded on AWS: a test's context object has no RedriveCount; one that is given is seen as it is. */
  #context(built: JsonObject): JsonObject {
    const { context, identity } = this.#setup;
    const item = member(built, 'Map');
    const given = context?.value;
    if (isObject(given)) return item === undefined ? given : { ...given, Map: item };
    const { executionArn: Id, name: Name, roleArn: RoleArn } = identity;
    const { Input = null, StartTime = null } = Object(member(built, 'Execution'));
    return { ...built, Execution: { Id, Input, StartTime, Name, ...(RoleArn === '' ? {} : { RoleArn }) } };
  }

  /** What a Map's iterations would begin with. */
  #selectItems(turn: Turn): void {
    const state = this.#state;
    const { fanOut } = this.#frame;
    if (state.type !== 'Map' || state.itemSelector === undefined || fanOut?.items === undefined) return;
    const { itemSelector } = state;
    attempting(turn, this.#frame, () => {
      const items = Object(present(fanOut.items, 'items').value);
      this.#itemInputs = Array.from({ length: fanOut.size }, (_, index) => {
        const visit = new Visit(turn, this.#frame);
        visit.result = state.arguments === undefined ? visit.input : state.arguments(visit);
        visit.item = { index, value: items[index] ?? null, key: fanOut.keys?.[index] };
        return itemSelector(visit);
      });
    });
  }

  #settle(turn: Turn, outcome: { readonly output: Payload } | { readonly failure: Failure }): void {
    const frame = this.#frame;
    const attempt = attemptOf(frame).event;
    const { resource } = present(this.#state.type === 'Task' ? this.#state : undefined, 'task');
    const isActivity = resource.kind === 'activity';
    if (isActivity) receiveOutcome(turn, { type: 'taken', attempt, workerName: undefined });
    else {
      const { id, previous, state } = frame;
      turn.emit({ type: 'TaskStarted', frame: id, previous, state, workerName: undefined });
    }
    const byToken = resource.kind === 'service' && resource.pattern === 'waitForTaskToken';
    if (byToken) receiveOutcome(turn, { type: 'sent', attempt, output: EMPTY_OBJECT });
    const isToken = isActivity || byToken;
    if ('output' in outcome) {
      receiveOutcome(turn, { type: isToken ? 'tokenSucceeded' : 'sent', attempt, output: outcome.output });
    } else {
      receiveOutcome(turn, { type: isToken ? 'tokenFailed' : 'sendFailed', attempt, ...outcome.failure });
    }
    if (frame.phase === 'failing') handleFailure(turn, frame);
  }
}
