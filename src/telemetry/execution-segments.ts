import { isObject, type Json, member } from '../base/json.ts';
import { causeOf, type Flags, flagsOf, type Segment, type Subsegment } from './segment.ts';
import { segmentId } from './trace-header.ts';

/** An event of a history, with `timestamp` in ms since 1970. */
export interface TracedEvent {
  readonly timestamp: number;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  readonly [details: string]: unknown;
}

export interface TracedExecution {
  readonly traceId: string;
  /** The segment that has started it. */
  readonly parent?: string | undefined;
  readonly executionArn: string;
  /** The name of its machine. */
  readonly name: string;
  readonly events: readonly TracedEvent[];
}

/** Segments of a bounded size: what does not fit is counted in `aws.subsegments_left_out`. */
const SUBSEGMENTS_MAX = 1000;

const STATE_ENTERED = /^(\w+)StateEntered$/;
const CONTAINER_STARTED = /^(Parallel|Map)StateStarted$/;
const CONTAINER_ENDED = /^(Parallel|Map)State(Succeeded|Failed)$/;
const ITERATION_ENDED = /^MapIteration(Succeeded|Failed|Aborted)$/;
const ATTEMPT_ENDED = /^(LambdaFunction|Activity|Task)(Succeeded|Failed|TimedOut)$/;
const ATTEMPT_REFUSED = /^(LambdaFunction|Activity|Task)(ScheduleFailed|StartFailed|SubmitFailed)$/;
const EXECUTION_ENDED = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/**
 * What an execution's history says of its time: one segment, with a subsegment for each state, iteration and attempt, and
 * a segment for each function that was called. The same history gives the same ids.
 */
export function segmentsOf(execution: TracedExecution): Segment[] {
  const tracing = new Tracing(execution);
  for (const event of execution.events) tracing.tell(event);
  return tracing.end();
}

interface Node {
  readonly kind: 'execution' | 'state' | 'iteration' | 'attempt';
  readonly event: number;
  readonly name: string;
  readonly type: string;
  readonly parent: Node | undefined;
  readonly startedAt: number;
  readonly children: Node[];
  readonly index?: number | undefined;
  /** The name of the function that the attempt calls. */
  readonly calls?: string | undefined;
  endedAt?: number;
  flags?: Flags;
  error?: string | undefined;
}

class Tracing {
  readonly #execution: TracedExecution;
  readonly #root: Node;
  /** Where each event stands: what follows it stands there, too. */
  readonly #places = new Map<number, Node>();
  #last: TracedEvent | undefined;
  #attempts = 0;
  #count = 0;

  constructor(execution: TracedExecution) {
    this.#execution = execution;
    const startedAt = execution.events[0]?.timestamp ?? 0;
    this.#root = {
      ...{ kind: 'execution', event: 0, name: execution.name, type: '', parent: undefined },
      ...{ startedAt, children: [] },
    };
  }

  tell(event: TracedEvent): void {
    this.#last = event;
    const { type } = event;
    const before = this.#places.get(event.previousEventId) ?? this.#root;
    const entered = STATE_ENTERED.exec(type);
    if (entered !== null) {
      const scope = before.kind === 'attempt' ? upTo(before, 'state').parent : before;
      const name = textOf(event, 'name') ?? '';
      this.#place(
        event,
        this.#open(event, scope ?? this.#root, { kind: 'state', name, type: entered[1] ?? '' }),
      );
    } else if (type.endsWith('Scheduled')) this.#schedule(event, before);
    else if (type === 'MapIterationStarted') {
      const name = `Iteration ${numberOf(event, 'index')}`;
      const node = { kind: 'iteration', name, type, index: numberOf(event, 'index') } as const;
      this.#place(event, this.#open(event, before, node));
    } else this.#end(event, before);
  }

  #schedule(event: TracedEvent, before: Node): void {
    const state = upTo(before, 'state');
    const calls = functionOf(event);
    const service = textOf(event, 'resourceType');
    const name = calls === undefined ? (service ?? 'Activity') : 'Lambda';
    this.#attempts++;
    this.#place(event, this.#open(event, state, { kind: 'attempt', name, type: event.type, calls }));
  }

  #end(event: TracedEvent, before: Node): void {
    const { type } = event;
    const error = textOf(event, 'error');
    if (ATTEMPT_ENDED.test(type) || ATTEMPT_REFUSED.test(type)) {
      const attempt = openAt(before, ({ kind }) => kind === 'attempt');
      if (attempt !== undefined)
        close(attempt, event, type.endsWith('Succeeded') ? undefined : nameOf(error, type));
      this.#place(event, upTo(before, 'state'));
    } else if (type.endsWith('StateExited') || type.endsWith('StateAborted')) {
      const name = textOf(event, 'name');
      const state = openAt(
        before,
        (node) => node.kind === 'state' && (name === undefined || node.name === name),
      );
      if (state !== undefined) close(state, event, type.endsWith('Aborted') ? 'Aborted' : undefined);
      this.#place(event, state?.parent ?? this.#root);
    } else if (CONTAINER_ENDED.test(type)) {
      const kind = CONTAINER_ENDED.exec(type)?.[1];
      const container = openAt(before, (node) => node.kind === 'state' && node.type === kind);
      if (container !== undefined && type.endsWith('Failed')) flag(container, error);
      this.#place(event, container ?? this.#root);
    } else if (ITERATION_ENDED.test(type)) {
      const index = numberOf(event, 'index');
      const iteration = openAt(before, (node) => node.kind === 'iteration' && node.index === index);
      const ended = type.endsWith('Succeeded') ? undefined : (error ?? type);
      if (iteration !== undefined) close(iteration, event, ended);
      this.#place(event, iteration?.parent ?? this.#root);
    } else if (EXECUTION_ENDED.test(type)) {
      this.#finish(event, type, error);
    } else this.#place(event, CONTAINER_STARTED.test(type) ? upTo(before, 'state') : before);
  }

  /** A redrive goes on after it: then another end comes. */
  #finish(event: TracedEvent, type: string, error: string | undefined): void {
    this.#root.endedAt = event.timestamp;
    delete this.#root.flags;
    if (type === 'ExecutionSucceeded') return;
    this.#root.error = error;
    this.#root.flags = type === 'ExecutionAborted' ? { error: true } : { fault: true };
    for (const node of openBelow(this.#root)) flag(node, error);
  }

  #open(
    event: TracedEvent,
    parent: Node,
    node: Pick<Node, 'kind' | 'name' | 'type' | 'index' | 'calls'>,
  ): Node {
    const opened: Node = { ...node, event: event.id, parent, startedAt: event.timestamp, children: [] };
    this.#count++;
    if (this.#count <= SUBSEGMENTS_MAX) parent.children.push(opened);
    return opened;
  }

  #place(event: TracedEvent, node: Node): void {
    this.#places.set(event.id, node);
  }

  end(): Segment[] {
    const { traceId, parent, executionArn } = this.#execution;
    const root = this.#root;
    const endedAt = root.endedAt ?? this.#last?.timestamp ?? root.startedAt;
    const functions: Segment[] = [];
    const shown = (node: Node): Subsegment => this.#subsegment(node, endedAt, functions);
    const children = root.children.map(shown);
    const id = segmentId(executionArn);
    const cause = root.flags === undefined ? undefined : causeOf(segmentId(id, 'cause'), root.error);
    const leftOut = this.#count - SUBSEGMENTS_MAX;
    const segment: Segment = {
      ...{
        id,
        name: root.name,
        start_time: root.startedAt / 1000,
        end_time: endedAt / 1000,
        trace_id: traceId,
      },
      ...(parent === undefined ? {} : { parent_id: parent }),
      origin: 'AWS::StepFunctions::StateMachine',
      ...root.flags,
      ...(cause === undefined ? {} : { cause }),
      aws: {
        ...{ execution_arn: executionArn, attempts: this.#attempts },
        ...(leftOut > 0 ? { subsegments_left_out: leftOut } : {}),
      },
      ...(children.length === 0 ? {} : { subsegments: children }),
    };
    return [segment, ...functions];
  }

  #subsegment(node: Node, ended: number, functions: Segment[]): Subsegment {
    const { executionArn, traceId } = this.#execution;
    const id = segmentId(executionArn, node.event);
    const times = { start_time: node.startedAt / 1000, end_time: (node.endedAt ?? ended) / 1000 };
    const cause = node.flags === undefined ? undefined : causeOf(segmentId(id, 'cause'), node.error);
    const outcome = { ...node.flags, ...(cause === undefined ? {} : { cause }) };
    if (node.calls !== undefined)
      functions.push({
        ...{ id: segmentId(executionArn, node.event, 'function'), name: node.calls, ...times },
        ...{ trace_id: traceId, parent_id: id, origin: 'AWS::Lambda::Function', ...outcome },
      });
    const children = node.children.map((child) => this.#subsegment(child, node.endedAt ?? ended, functions));
    return {
      ...{ id, name: node.name, ...times, ...outcome },
      ...(node.kind === 'attempt' ? { namespace: 'aws' } : {}),
      ...(children.length === 0 ? {} : { subsegments: children }),
    };
  }
}

function close(node: Node, event: TracedEvent, error: string | undefined): void {
  node.endedAt = event.timestamp;
  if (error !== undefined) flag(node, error);
}

function flag(node: Node, error: string | undefined): void {
  node.error = error;
  node.flags = flagsOf(error);
}

/** What a failed attempt without a name failed of. */
function nameOf(error: string | undefined, type: string): string {
  return error ?? (type.endsWith('TimedOut') ? 'States.Timeout' : 'States.TaskFailed');
}

function upTo(node: Node, kind: Node['kind']): Node {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) if (at.kind === kind) return at;
  return node;
}

function openAt(node: Node, accepts: (node: Node) => boolean): Node | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent)
    if (at.endedAt === undefined && accepts(at)) return at;
  return undefined;
}

function openBelow(node: Node): Node[] {
  return node.children
    .filter(({ endedAt }) => endedAt === undefined)
    .flatMap((one) => [one, ...openBelow(one)]);
}

/** `x` of the event's only details. */
function detailsOf(event: TracedEvent): object {
  const name = Object.keys(event).find((key) => key.endsWith('EventDetails'));
  const details = name === undefined ? undefined : event[name];
  return typeof details === 'object' && details !== null ? details : {};
}

function textOf(event: TracedEvent, field: string): string | undefined {
  const value: unknown = Reflect.get(detailsOf(event), field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(event: TracedEvent, field: string): number | undefined {
  const value: unknown = Reflect.get(detailsOf(event), field);
  return typeof value === 'number' ? value : undefined;
}

/** The function's own name, whether a state names it or its parameters do. */
function functionOf(event: TracedEvent): string | undefined {
  const resource = textOf(event, 'resource') ?? '';
  if (event.type === 'LambdaFunctionScheduled') return functionName(resource);
  if (textOf(event, 'resourceType') !== 'lambda' || !resource.startsWith('invoke')) return undefined;
  let parameters: Json;
  try {
    parameters = JSON.parse(textOf(event, 'parameters') ?? '');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
  const named = isObject(parameters) ? member(parameters, 'FunctionName') : undefined;
  return typeof named === 'string' ? functionName(named) : undefined;
}

/** Of an ARN, a partial one, or a name, with or without a qualifier. */
function functionName(text: string): string | undefined {
  return /(?:^|:function:)([a-zA-Z0-9-_]{1,140})(?::[^:]*)?$/.exec(text)?.[1];
}
