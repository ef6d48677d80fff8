import { isArray, isObject, type Json, member, parseJson, typeName } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { FunctionCall } from './port.ts';

export type Invocation = Pick<
  FunctionCall,
  'functionName' | 'qualifier' | 'payload' | 'invocationType' | 'clientContext'
> & {
  /** `LogType: Tail`. */
  readonly withLog: boolean;
};

const FIELDS = ['ClientContext', 'FunctionName', 'InvocationType', 'LogType', 'Payload', 'Qualifier'];
const INVOCATION_TYPES = ['Event', 'RequestResponse', 'DryRun'] as const;
const LOG_TYPES = ['None', 'Tail'] as const;

/**
 * Reads the parameters of `lambda:invoke`.
 *
 * @throws StateError `States.Runtime` for what only the evaluated parameters show to be wrong.
 */
export function readInvocation(parameters: Json): Invocation {
  if (!isObject(parameters)) throw wrong(`The Parameters must be an object, not ${typeName(parameters)}`);
  for (const field of Object.keys(parameters)) {
    if (!FIELDS.includes(field)) throw wrong(`The field "${field}" is not supported by Step Functions`);
  }
  const functionName = textOf(member(parameters, 'FunctionName'), 'FunctionName');
  if (functionName === undefined) throw wrong('The field "FunctionName" is required but was missing');
  const qualifier = textOf(member(parameters, 'Qualifier'), 'Qualifier');
  const clientContext = textOf(member(parameters, 'ClientContext'), 'ClientContext');
  const invocationType = choiceOf(member(parameters, 'InvocationType'), 'InvocationType', INVOCATION_TYPES);
  const logType = choiceOf(member(parameters, 'LogType'), 'LogType', LOG_TYPES);
  return {
    functionName,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(clientContext === undefined ? {} : { clientContext }),
    payload: payloadOf(member(parameters, 'Payload')),
    invocationType: invocationType ?? 'RequestResponse',
    withLog: logType === 'Tail',
  };
}

/**
 * A string that is JSON itself is taken for the payload's text (recorded: `"{}"` reaches the function as `{}`), and
 * null for no payload (recorded: a function that returns its event answers `{}`).
 */
function payloadOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '{}';
  if (typeof value !== 'string') return JSON.stringify(value);
  try {
    parseJson(value);
    return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return JSON.stringify(value);
  }
}

function textOf(value: Json | undefined, field: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw wrong(`The value for the field "${field}" must be a STRING, not ${typeName(value)}`);
}

function choiceOf<Value extends string>(
  value: Json | undefined,
  field: string,
  choices: readonly Value[],
): Value | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw wrong(`The value for the field "${field}" must be one of ${choices.join(', ')}, not ${shown(value)}`);
}

function shown(value: Json): string {
  return isArray(value) || isObject(value) ? typeName(value) : JSON.stringify(value);
}

function wrong(cause: string): StateError {
  return new StateError('States.Runtime', cause);
}
