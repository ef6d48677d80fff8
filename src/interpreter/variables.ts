import { type Json, type JsonObject, member } from '../base/json.ts';
import { PAYLOAD_BYTES_MAX, VARIABLES_BYTES_MAX } from '../base/limits.ts';
import { Payload } from '../base/payload.ts';
import { StateError } from '../base/state-error.ts';
import type { Execution, Frame } from './execution.ts';

/** A variable's value in the innermost scope that has it (language spec, "Variables"). */
export function findVariable(frame: Frame, name: string): Json | undefined {
  for (let scope: Frame | undefined = frame; scope !== undefined; scope = scope.parent) {
    const found = scope.variables?.get(name);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

/**
 * Refuses what does not fit: 256 KiB in one Assign, and so in one variable, 10 MiB in one execution. AWS's words are not
 * known; the error is the one of every other limit on data.
 *
 * @throws StateError States.DataLimitExceeded
 */
export function checkVariables(execution: Execution, frame: Frame, assigned: JsonObject): void {
  let bytes = 0;
  let growth = 0;
  for (const name of Object.keys(assigned)) {
    const size = bytesOf(member(assigned, name) ?? null);
    bytes += size;
    growth += size - (frame.variables?.get(name)?.bytes ?? 0);
  }
  if (bytes > PAYLOAD_BYTES_MAX) throw tooLarge(`assigned in one state, ${PAYLOAD_BYTES_MAX} bytes`);
  if (execution.variableBytes + growth > VARIABLES_BYTES_MAX)
    throw tooLarge(`of one execution, ${VARIABLES_BYTES_MAX} bytes`);
}

function tooLarge(limit: string): StateError {
  return new StateError('States.DataLimitExceeded', `The variables exceed the limit for those ${limit}.`);
}

/** One scope per `States` level: a frame's own variables vanish with it. Called by `evolve` alone. */
export function assignVariables(execution: Execution, frame: Frame, assigned: JsonObject): void {
  frame.variables ??= new Map();
  for (const name of Object.keys(assigned)) {
    const value = member(assigned, name) ?? null;
    const bytes = bytesOf(value);
    execution.variableBytes += bytes - (frame.variables.get(name)?.bytes ?? 0);
    frame.variables.set(name, { value, bytes });
  }
}

/** Called by `evolve` alone, when the frame ends. */
export function dropVariables(execution: Execution, frame: Frame): void {
  uncountVariables(execution, frame);
  frame.variables = undefined;
}

/** Called by `evolve` alone: the frame is out of the execution, at least for now. */
export function uncountVariables(execution: Execution, frame: Frame): void {
  if (frame.variables === undefined) return;
  for (const { bytes } of frame.variables.values()) execution.variableBytes -= bytes;
}

/** Called by `evolve` alone: the frame is back. */
export function recountVariables(execution: Execution, frame: Frame): void {
  for (const { bytes } of frame.variables?.values() ?? []) execution.variableBytes += bytes;
}

function bytesOf(value: Json): number {
  return Payload.fromValue(value).bytes;
}
