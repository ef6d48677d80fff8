/** Where a value is in the definition: names and indexes from the top. */
export type JsonPath = readonly (string | number)[];

/** A finding on its way to becoming a Diagnostic. */
export interface Finding {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** Absent: the workflow as a whole. */
  readonly path?: JsonPath;
  /** The field in question, when AWS locates the finding at the object that holds it. */
  readonly field?: string;
}

/** What one validation knows and gathers; it lives as long as one call of `validate`. */
export interface Validation {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly machineLanguage: 'JSONPath' | 'JSONata';
  readonly findings: Finding[];
  readonly stateNames: Set<string>;
  readonly labels: Set<string>;
  /** What is known of each JSONata expression by its text: most are written more than once. */
  readonly expressions: Map<string, ExpressionFacts>;
}

/** What an expression reads of `$states`, or why it is none. */
export type ExpressionFacts =
  | { readonly statesMembers: readonly string[] }
  | { readonly code: string; readonly message: string };

/** A value's surroundings while it is checked. */
export interface Place {
  readonly validation: Validation;
  /** The query language of the state that the value belongs to. */
  readonly language: 'JSONPath' | 'JSONata';
  /** A JSONPath state in a JSONata machine: it has had its message, its fields' language gets none. */
  readonly isDowngraded?: boolean;
  /** Only at a state's own place: its type. */
  readonly stateType?: string;
  readonly parent?: Place;
  readonly step?: string | number;
}

export function inside(place: Place, step: string | number): Place {
  return { validation: place.validation, language: place.language, parent: place, step };
}

/** The state around a place, and the names and indexes that lead from it to the place. */
export function stateAround(place: Place): { readonly type: string; readonly steps: JsonPath } | undefined {
  const steps: (string | number)[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) {
    if (at.stateType !== undefined) return { type: at.stateType, steps: steps.reverse() };
    if (at.step !== undefined) steps.push(at.step);
  }
  return undefined;
}

function pathOf(place: Place): JsonPath {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) {
    if (at.step !== undefined) path.push(at.step);
  }
  return path.reverse();
}

/** Adds a SCHEMA_VALIDATION_FAILED at this place; `field` points the editor's mark at one of its members. */
export function fail(place: Place, message: string, field?: string): void {
  failAs('SCHEMA_VALIDATION_FAILED', place, message, field);
}

export function failAs(code: string, place: Place, message: string, field?: string): void {
  const at = { path: pathOf(place), ...(field === undefined ? {} : { field }) };
  place.validation.findings.push({ severity: 'ERROR', code, message, ...at });
}

export function warn(code: string, place: Place, message: string): void {
  place.validation.findings.push({ severity: 'WARNING', code, message, path: pathOf(place) });
}

/** `/States/S/Choices[0]/Next`: AWS's notation, in which a slash in a name is not escaped. */
export function printPath(path: JsonPath): string {
  if (path.length === 0) return '/';
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `/${step}`)).join('');
}
