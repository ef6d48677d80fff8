import type { Position } from './yaml-definition.ts';

/** What `stepwell validate` has to say about one file. */
export interface Report {
  readonly file: string;
  readonly findings: readonly Finding[];
  /** The file could not be read, or is no file of a definition: there is nothing to say about its contents. */
  readonly isUnread: boolean;
}

/** A diagnostic of the validator, at its place in the file. */
export interface Finding {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** In the definition: `/States/S/Next`. */
  readonly location?: string;
  readonly position?: Position;
}

export function errorsOf(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'ERROR').length;
}

/** The reports as JSON: for each file what ValidateStateMachineDefinition would answer, with lines and columns. */
export function reportsAsJson(reports: readonly Report[]): string {
  const files = reports.map(({ file, findings, isUnread }) => ({
    file,
    result: isUnread || errorsOf(findings) > 0 ? 'FAIL' : 'OK',
    diagnostics: findings.map(({ position, ...diagnostic }) => ({ ...diagnostic, ...position })),
  }));
  return JSON.stringify(files, undefined, 2);
}
