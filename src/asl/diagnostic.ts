import type { JsonPath } from './place.ts';

/** One finding about a definition, as ValidateStateMachineDefinition lists it. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** `/States/S/Choices[0]/Next`; absent when the finding is about the workflow as a whole. */
  readonly location?: string;
  /** Both from 1; where an editor would put its mark. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** What CreateStateMachine puts between the quotes of `Invalid State Machine Definition: '...'`. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location = 'null' }) => `${code}: ${message} at ${location}`)
    .join(', ');
}

/** `/States/S/Choices[0]/Next`: AWS's notation, in which a slash in a name is not escaped. */
export function printPath(path: JsonPath): string {
  if (path.length === 0) return '/';
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `/${step}`)).join('');
}
