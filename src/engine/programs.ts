import { compile } from '../asl/compile.ts';
import type { Program } from '../asl/program.ts';
import type { Revision } from '../catalog/catalog.ts';

/** A compiled definition and what the engine has to know about it without running it. */
export interface EngineProgram {
  readonly program: Program;
  readonly activityArns: readonly string[];
}

/** Compiled definitions by machine and revision; a revision never changes, so that an entry is never stale. */
export class Programs {
  readonly #limit: number;
  readonly #programs = new Map<string, EngineProgram>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  of(machine: number, revision: Revision): EngineProgram {
    const key = `${machine}/${revision.number}`;
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const program = compile(revision.definition);
    const compiled = { program, activityArns: activitiesOf(program) };
    if (this.#programs.size >= this.#limit) this.#dropOldest();
    this.#programs.set(key, compiled);
    return compiled;
  }

  #dropOldest(): void {
    for (const key of this.#programs.keys()) {
      this.#programs.delete(key);
      return;
    }
  }
}

function activitiesOf(program: Program): string[] {
  const arns = new Set<string>();
  for (const state of program.states) {
    if (state.type === 'Task' && state.resource.kind === 'activity') arns.add(state.resource.arn);
  }
  return [...arns];
}
