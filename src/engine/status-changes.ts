import type { Scope } from '../base/arn.ts';
import { busEventText } from '../base/bus-event.ts';
import type { Entropy } from '../base/entropy.ts';
import type { OutboxEntry } from '../base/outbox.ts';
import type { Payload } from '../base/payload.ts';
import type { Execution } from '../interpreter/execution.ts';
import type { ExecutionStatus, Header } from '../store/store.ts';
import type { HotExecution } from './hot-execution.ts';

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
    const isNew = header.version === 0;
    if (!isNew && next.status === header.status) return undefined;
    const queues = this.#listeners?.queues(execution.identity.place) ?? [];
    if (queues.length === 0) return undefined;
    const statuses: ExecutionStatus[] = isNew && next.status !== 'RUNNING' ? ['RUNNING'] : [];
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
      at: status === 'RUNNING' ? execution.startedAt : (execution.stoppedAt ?? execution.lastAt),
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
  const isRedrivable = hasEnded && status !== 'SUCCEEDED';
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
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: isRedrivable ? null : `Execution is ${status} and cannot be redriven`,
  };
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
