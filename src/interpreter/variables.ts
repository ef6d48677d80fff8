import type { Json, JsonObject } from '../base/json.ts';
import type { Frame } from './execution.ts';

/** A variable's value in the innermost scope that has it (language spec, "Variables"). */
export function findVariable(frame: Frame, name: string): Json | undefined {
  for (let scope: Frame | undefined = frame; scope !== undefined; scope = scope.parent) {
    const value = scope.variables?.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** One scope per `States` level: a frame's own variables vanish with it. Called by `evolve` alone. */
export function assignVariables(frame: Frame, assigned: JsonObject): void {
  frame.variables ??= new Map();
  for (const name of Object.keys(assigned)) frame.variables.set(name, assigned[name] ?? null);
}
