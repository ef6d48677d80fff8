import type { JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import type { Expression } from '../query/language.ts';
import { compileReference } from '../query/template.ts';
import { stringField } from './fields.ts';
import { printed } from './printed.ts';

/** Error or Cause of a Fail state: literal, or a path or intrinsic function in ErrorPath or CausePath. */
export function textOf(state: JsonObject, field: 'Error' | 'Cause'): Expression<string> | undefined {
  const literal = stringField(state, field);
  if (literal !== undefined) return () => literal;
  const pathField = `${field}Path`;
  const text = stringField(state, pathField);
  if (text === undefined) return undefined;
  const reference = compileReference(text, pathField);
  return (scope) => {
    const value = reference(scope.input, scope);
    if (typeof value === 'string') return value;
    throw new StateError(
      'States.Runtime',
      `The ${pathField} field refers to value "${printed(value)}" which is not a string: ${text}`,
    );
  };
}
