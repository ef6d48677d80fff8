import type { Program } from '../asl/program.ts';
import { present } from '../base/assert.ts';
import type { Revision } from '../catalog/catalog.ts';
import { type LogSettings, logSettingsOf } from './logging/log-settings.ts';

/** A compiled definition and what the engine has to know about it without running it. */
export interface EngineProgram {
  readonly program: Program;
  readonly definition: string;
  readonly activityArns: readonly string[];
  /** Undefined when nothing is logged. */
  readonly logs: LogSettings | undefined;
  /** Whether it is told how its executions spend their time. */
  readonly isTraced: boolean;
}

/** A few milliseconds of compiling. A longer definition is compiled in slices. */
const CHARACTERS_AT_ONCE_MAX = 16 * 1024;
const SLICE_MS = 3;

/**
 * Compiled definitions by machine and revision; a revision never changes, so that an entry is never stale. The
 * compiler is loaded for the first of them: a server answers 20 ms earlier without it.
 */
export class Programs {
  readonly #limit: number;
  readonly #programs = new Map<string, EngineProgram>();
  #compiler: typeof import('../asl/compile.ts') | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** To be awaited before `of`; undefined when there is nothing to wait for. */
  ready(machine: number, revision: Revision): Promise<void> | undefined {
    const isShort = revision.definition.length <= CHARACTERS_AT_ONCE_MAX;
    if (this.#compiler !== undefined && (isShort || this.#programs.has(keyOf(machine, revision))))
      return undefined;
    return this.#prepare(machine, revision);
  }

  of(machine: number, revision: Revision): EngineProgram {
    const known = this.#programs.get(keyOf(machine, revision));
    if (known !== undefined) return known;
    const { compile } = present(this.#compiler, 'compiler');
    return this.#keep(machine, revision, compile(revision.definition));
  }

  async #prepare(machine: number, revision: Revision): Promise<void> {
    this.#compiler ??= await import('../asl/compile.ts');
    const { definition } = revision;
    if (definition.length <= CHARACTERS_AT_ONCE_MAX || this.#programs.has(keyOf(machine, revision))) return;
    const steps = this.#compiler.compileInSteps(definition);
    for (let until = performance.now() + SLICE_MS; ; ) {
      const step = steps.next();
      if (step.done === true) {
        this.#keep(machine, revision, step.value);
        return;
      }
      if (performance.now() < until) continue;
      await new Promise((resolve) => setImmediate(resolve));
      until = performance.now() + SLICE_MS;
    }
  }

  #keep(machine: number, revision: Revision, program: Program): EngineProgram {
    const { definition } = revision;
    const logs = logSettingsOf(revision.loggingConfiguration);
    const isTraced = revision.tracingConfiguration.enabled;
    const compiled = { program, definition, activityArns: activitiesOf(program), logs, isTraced };
    if (this.#programs.size >= this.#limit) this.#dropOldest();
    this.#programs.set(keyOf(machine, revision), compiled);
    return compiled;
  }

  #dropOldest(): void {
    for (const key of this.#programs.keys()) {
      this.#programs.delete(key);
      return;
    }
  }
}

function keyOf(machine: number, { number }: Revision): string {
  return `${machine}/${number}`;
}

function activitiesOf(program: Program): string[] {
  const arns = new Set<string>();
  for (const state of program.states) {
    if (state.type === 'Task' && state.resource.kind === 'activity') arns.add(state.resource.arn);
  }
  return [...arns];
}
