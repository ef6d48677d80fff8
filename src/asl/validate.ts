import { isObject, type Json, member } from '../base/json.ts';
import { explainJsonError, sourceOf } from './json-error.ts';
import { type Finding, failAs, type JsonPath, type Place, printPath, type Validation } from './place.ts';
import { checkMachine, languageOf } from './rules/state.ts';
import { findOddities, positionsOf } from './scan.ts';

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

/**
 * Everything that is wrong with a definition, in the order in which AWS lists it, and what is merely doubtful.
 * A definition without a diagnostic of severity ERROR compiles.
 *
 * Codes and messages are AWS's where they are known (spec/aws-api-errors.jsonl and measurements published by
 * others); where AWS's wording is unknown the message is ours, its code still AWS's.
 */
export function validate(
  definition: string,
  options: { readonly type: 'STANDARD' | 'EXPRESS' },
): readonly Diagnostic[] {
  if (definition.trim() === '') return [NOT_AN_OBJECT];
  let value: Json;
  try {
    value = JSON.parse(definition);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [describeSyntax(definition)];
  }
  const { duplicates, isTooDeep } = findOddities(definition);
  if (isTooDeep) return [TOO_DEEP];
  if (!isObject(value)) return [NOT_AN_OBJECT];

  const place = newPlace(languageOf(member(value, 'QueryLanguage'), 'JSONPath'), options.type);
  for (const path of duplicates) reportDuplicate(path, place);
  checkMachine(value, place);
  return describeAll(place.validation.findings, definition);
}

/** What CreateStateMachine puts between the quotes of `Invalid State Machine Definition: '...'`. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location = 'null' }) => `${code}: ${message} at ${location}`)
    .join(', ');
}

const NOT_AN_OBJECT: Diagnostic = {
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message: 'Definition must be a valid JSON object',
};

const TOO_DEEP: Diagnostic = {
  severity: 'ERROR',
  code: 'TOO_DEEPLY_NESTED',
  message: 'The definition is nested deeper than 500 levels',
};

function describeSyntax(definition: string): Diagnostic {
  const { message, line, column } = explainJsonError(definition);
  const location = sourceOf(definition, { line, column });
  return {
    severity: 'ERROR',
    code: 'INVALID_JSON_DESCRIPTION',
    message: `${message}\n at ${location}`,
    location,
    position: { line, column },
  };
}

function newPlace(language: Place['language'], type: Validation['type']): Place {
  const validation: Validation = {
    type,
    machineLanguage: language,
    findings: [],
    stateNames: new Set(),
    labels: new Set(),
    expressions: new Map(),
  };
  return { validation, language };
}

/** Parsing kept the last of the two: a state would be gone without a word. */
function reportDuplicate(path: JsonPath, place: Place): void {
  const name = path[path.length - 1] ?? '';
  const holder = path.slice(0, -1).reduce<Place>((parent, step) => ({ ...place, parent, step }), place);
  const isState = path[path.length - 2] === 'States';
  if (isState)
    failAs('DUPLICATE_STATE_NAME', { ...place, parent: holder, step: name }, `Duplicate State name: ${name}`);
  else failAs('SCHEMA_VALIDATION_FAILED', holder, `Duplicate field '${name}'`, String(name));
}

function describeAll(findings: readonly Finding[], definition: string): readonly Diagnostic[] {
  if (findings.length === 0) return [];
  const marked = findings.map(({ path = [], field }) => (field === undefined ? path : [...path, field]));
  const positions = positionsOf(definition, marked);
  return findings.map(({ severity, code, message, path }, index) => {
    const position = positions[index];
    if (path === undefined || position === undefined) return { severity, code, message };
    return { severity, code, message, location: printPath(path), position };
  });
}
