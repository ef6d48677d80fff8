import type { Program } from '../asl/program.ts';
import { present } from '../base/assert.ts';
import type { Revision } from '../catalog/catalog.ts';
import { type LogSettings, logSettingsOf } from './logging/log-settings.ts';

/** A compiled definition and what the engine has to know about it without running it. */
export interface EngineProgram {
  readonly program: Program;
  readonly activityArns: readonly string[];
  /** Absent when nothing is logged. */
  readonly logs?: LogSettings;
}

/**
 * Compiled definitions by machine and revision; a revision never changes, so that an entry is never stale. The
 * compiler is loaded for the first of them: a server answers 20 ms earlier without it.
 */
export class Programs {
  readonly #limit: number;
  readonly #programs = new Map<string, EngineProgram>();
  #compile: typeof import('../asl/compile.ts').compile | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** To be awaited before `of`; undefined when there is nothing to wait for, ever again. */
  loaded(): Promise<void> | undefined {
    return this.#compile === undefined ? this.#load() : undefined;
  }

  async #load(): Promise<void> {
    this.#compile = (await import('../asl/compile.ts')).compile;
  }

  of(machine: number, revision: Revision): EngineProgram {
    const key = `${machine}/${revision.number}`;
    const known = this.#programs.get(key);
    if (known !== undefined) return known;
    const compile = present(this.#compile, 'compiler');
    const program = compile(revision.definition);
    const logs = logSettingsOf(revision.loggingConfiguration);
    const compiled = {
      ...{ program, activityArns: activitiesOf(program) },
      ...(logs === undefined ? {} : { logs }),
    };
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
