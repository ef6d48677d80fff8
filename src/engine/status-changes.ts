import type { Scope } from '../base/arn.ts';
import { busEventText } from '../base/bus-event.ts';
import type { Entropy } from '../base/entropy.ts';
import type { OutboxEntry } from '../base/outbox.ts';
import type { Payload } from '../base/payload.ts';
import type { Execution } from '../interpreter/execution.ts';
import type { ExecutionStatus, Header } from '../store/store.ts';
import type { HotExecution } from './hot-execution.ts';
import { problemOf } from './redrive.ts';

/** Who wants to hear when a Standard execution starts and ends. */
export interface StatusListeners {
  /** Queues of the outbox for executions of this account and region; none: nothing is written, and nothing costs. */
  queues(place: Scope): readonly string[];
  /** Something they want is on disk. Only a hint: they look for themselves, too. */
  told(): void;
}

/** Beyond that, input and output do not fit into one event on AWS (Developer Guide, "EventBridge"). */
const DATA_BYTES_MAX = 248 * 1024;

/** Tells listeners how the status of executions changes, in AWS's form. */
export class StatusChanges {
  readonly #listeners: StatusListeners | undefined;
  readonly #entropy: Entropy;

  constructor(listeners: StatusListeners | undefined, entropy: Entropy) {
    this.#listeners = listeners;
    this.#entropy = entropy;
  }

  /**
   * What the turn has to put into the outbox: that the execution runs, that it has ended, or both.
   *
   * @param next The header that the turn writes; `hot` has the one before.
   * @returns undefined when nothing has changed or nobody listens.
   */
  of({ execution, header }: HotExecution, next: Header): readonly OutboxEntry[] | undefined {
    const begins = header.version === 0 || header.redriveCount !== next.redriveCount;
    if (!begins && next.status === header.status) return undefined;
    const queues = this.#listeners?.queues(execution.identity.place) ?? [];
    if (queues.length === 0) return undefined;
    const statuses: ExecutionStatus[] = begins && next.status !== 'RUNNING' ? ['RUNNING'] : [];
    return [...statuses, next.status].flatMap((status) => {
      const text = this.#eventText(execution, next, status);
      return queues.map((queue) => ({ queue, text }));
    });
  }

  /** After the commit. */
  told(events: readonly OutboxEntry[] | undefined): void {
    if (events !== undefined) this.#listeners?.told();
  }

  #eventText(execution: Execution, header: Header, status: ExecutionStatus): string {
    const { executionArn, place } = execution.identity;
    return busEventText({
      id: this.#entropy.uuid(),
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      scope: place,
      at:
        status === 'RUNNING'
          ? (header.redrivenAt ?? header.startedAt)
          : (header.stoppedAt ?? execution.lastAt),
      resources: [executionArn],
      detail: JSON.stringify(detailOf(execution, header, status)),
    });
  }
}

/** Everything is there, null where there is nothing to tell. */
function detailOf(execution: Execution, header: Header, status: ExecutionStatus): object {
  const { executionArn, stateMachineArn, name } = execution.identity;
  const hasEnded = status !== 'RUNNING';
  const { error = null, cause = null } = hasEnded ? execution.failure : {};
  const problem = redriveProblemOf(execution, header, status);
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: execution.startedAt,
    stopDate: hasEnded ? (execution.stoppedAt ?? null) : null,
    ...dataOf(execution.input, hasEnded ? execution.output : undefined),
    error,
    cause,
    stateMachineVersionArn:
      header.machineVersion === undefined ? null : `${stateMachineArn}:${header.machineVersion}`,
    stateMachineAliasArn:
      header.machineAlias === undefined ? null : `${stateMachineArn}:${header.machineAlias}`,
    redriveCount: header.redriveCount ?? 0,
    redriveDate: header.redrivenAt ?? null,
    redriveStatus: problem === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: problem ?? null,
  };
}

/** A turn may tell of a start that has come to its end since: then there is nothing to redrive yet. */
function redriveProblemOf(execution: Execution, header: Header, status: ExecutionStatus): string | undefined {
  if (status === 'RUNNING') return 'Execution is RUNNING and cannot be redriven';
  return problemOf(execution, header.stoppedAt ?? execution.lastAt);
}

/** The input goes first when both are too much, then the output; the details say what is missing. */
function dataOf(input: Payload, output: Payload | undefined): object {
  const outputBytes = output === undefined ? 0 : escapedBytes(output);
  const hasInput = escapedBytes(input) + outputBytes <= DATA_BYTES_MAX;
  const hasOutput = outputBytes <= DATA_BYTES_MAX;
  return {
    input: hasInput ? input.text : null,
    inputDetails: { included: hasInput },
    output: hasOutput ? (output?.text ?? null) : null,
    outputDetails: output === undefined ? null : { included: hasOutput },
  };
}

/** As a string within the event. */
function escapedBytes(payload: Payload): number {
  return Buffer.byteLength(JSON.stringify(payload.text));
}
