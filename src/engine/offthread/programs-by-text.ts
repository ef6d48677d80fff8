import { compile } from '../../asl/compile.ts';
import type { Program } from '../../asl/program.ts';

/** Those that stay compiled. */
const PROGRAMS_MAX = 8;

/** Compiled definitions by their text: the machines whose turns are slow now. */
export class ProgramsByText {
  readonly #programs = new Map<string, Program>();

  of(definition: string): Program {
    const known = this.#programs.get(definition);
    if (known !== undefined) return known;
    const [oldest] = this.#programs.keys();
    if (oldest !== undefined && this.#programs.size >= PROGRAMS_MAX) this.#programs.delete(oldest);
    const program = compile(definition);
    this.#programs.set(definition, program);
    return program;
  }
}
