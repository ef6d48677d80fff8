import type { Project } from './project.ts';

/** One promise about the shape of the source. Each brings the smallest project that breaks it. */
export interface Rule {
  /** Reads as a sentence. */
  readonly claim: string;
  /** @returns one line for each violation: `path:line: what is wrong`. */
  readonly violations: (project: Project) => readonly string[];
  /** Texts by path. */
  readonly planted: Readonly<Record<string, string>>;
  /** What the planted violation is reported as. */
  readonly report: string | readonly string[];
  /** Texts that come near and are allowed. */
  readonly allowed: Readonly<Record<string, string>>;
}
