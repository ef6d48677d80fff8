import { isNumber, isObject, type Json, type JsonObject, member, toNumber } from '../../base/json.ts';
import { SECONDS_MAX } from '../../base/limits.ts';
import { fail, inside, type Place, type Validation, warn } from '../place.ts';
import { checkObject } from './check.ts';
import { checkChoiceRule } from './choice-rule.ts';
import { itemBatcher, itemReader, resultWriter } from './distributed.ts';
import { isExpression } from './expression.ts';
import { checkItems, checkLabel, processorConfig } from './map.ts';
import { checkMoment } from './moment.ts';
import { checkStateName } from './name.ts';
import { checkFilterPath, checkResultPath, checkSinglePath, checkTextPath } from './path.ts';
import { checkResource } from './resource.ts';
import { checkCatch, checkRetry } from './retry.ts';
import {
  checked,
  type Fields,
  flag,
  inJsonata,
  inJsonPath,
  list,
  type ObjectShape,
  oneOf,
  text,
  whole,
} from './shape.ts';
import { checkAssign, checkCredentials, checkTemplate, looksLikePath } from './template.ts';
import { checkTransitions } from './transition.ts';
import { checkVariableScopes } from './variable-scope.ts';

/** A whole machine, with everything inside it. */
export function checkMachine(value: Json, place: Place): void {
  checkObject(value, machine, place);
  if (isObject(value)) checkVariableScopes(value, place);
}

const template = checked(checkTemplate);
const singlePath = inJsonPath(checked(checkSinglePath));
const filterPath = inJsonPath(checked(checkFilterPath));
const seconds = whole(1, SECONDS_MAX);

const common: Fields = { Type: text, Comment: text, QueryLanguage: oneOf('JSONPath', 'JSONata') };
const filters: Fields = { InputPath: filterPath, OutputPath: filterPath, Output: inJsonata(template) };
const onward: Fields = { Next: text, End: flag, Assign: checked(checkAssign) };
const resultPath: Fields = { ResultPath: inJsonPath(checked(checkResultPath)) };
const result: Fields = { ...resultPath, ResultSelector: inJsonPath(template) };
const handlers: Fields = { Retry: checked(checkRetry), Catch: checked(checkCatch) };
const parameters: Fields = { Parameters: inJsonPath(template) };
const work: Fields = { ...parameters, Arguments: inJsonata(template) };

/** Which fields each type of state takes (spec/asl.md §1.1), in the order in which AWS lists the types. */
const states: Readonly<Record<string, ObjectShape>> = {
  Task: {
    fields: {
      ...{ ...common, ...filters, ...onward, ...result, ...handlers, ...work },
      Resource: checked(checkResource),
      Credentials: checked(checkCredentials),
      TimeoutSeconds: seconds,
      TimeoutSecondsPath: singlePath,
      HeartbeatSeconds: seconds,
      HeartbeatSecondsPath: singlePath,
    },
    required: ['Resource'],
    exclusive: [
      ['TimeoutSeconds', 'TimeoutSecondsPath'],
      ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
    ],
    also: checkTask,
  },
  Wait: {
    fields: {
      ...{ ...common, ...filters, ...onward },
      Seconds: whole(0, SECONDS_MAX),
      Timestamp: checked(checkMoment),
      SecondsPath: singlePath,
      TimestampPath: singlePath,
    },
    oneOf: [['SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp']],
    also: checkNext,
  },
  Pass: {
    fields: {
      ...{ ...common, ...filters, ...onward, ...resultPath, ...parameters },
      Result: inJsonPath(checked(warnAboutStaticPaths)),
    },
    also: checkNext,
  },
  Succeed: { fields: { ...common, ...filters } },
  Fail: {
    fields: {
      ...common,
      Error: checked(checkLiteralText),
      Cause: checked(checkLiteralText),
      ErrorPath: inJsonPath(checked(checkTextPath)),
      CausePath: inJsonPath(checked(checkTextPath)),
    },
    exclusive: [
      ['Error', 'ErrorPath'],
      ['Cause', 'CausePath'],
    ],
  },
  Choice: {
    fields: {
      ...{ ...common, ...filters },
      Assign: checked(checkAssign),
      Choices: list({ is: 'checked', check: checkChoiceRule }, true),
      Default: text,
    },
    required: ['Choices'],
  },
  Parallel: {
    fields: {
      ...{ ...common, ...filters, ...onward, ...result, ...handlers, ...work },
      Branches: list({ is: 'checked', check: checkBranch }, true),
    },
    required: ['Branches'],
    also: checkNext,
  },
  Map: {
    fields: {
      ...{ ...common, ...filters, ...onward, ...result, ...handlers, ...parameters },
      ItemProcessor: checked(checkProcessor),
      Iterator: checked(checkProcessor),
      ItemsPath: singlePath,
      Items: inJsonata(checked(checkItems)),
      ItemSelector: template,
      ItemReader: itemReader,
      ItemBatcher: itemBatcher,
      ResultWriter: resultWriter,
      Label: checked(checkLabel),
      MaxConcurrency: whole(0),
      MaxConcurrencyPath: singlePath,
      ToleratedFailureCount: whole(0),
      ToleratedFailureCountPath: singlePath,
      ToleratedFailurePercentage: { shape: { is: 'number', min: 0, max: 100 } },
      ToleratedFailurePercentagePath: singlePath,
    },
    exclusive: [
      ['MaxConcurrency', 'MaxConcurrencyPath'],
      ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
      ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
      ['ItemSelector', 'Parameters'],
    ],
    oneOf: [['ItemProcessor', 'Iterator']],
    also: checkNext,
  },
};

const scope: Fields = { StartAt: text, States: checked(checkStates), Comment: text };
const scopeRules: Omit<ObjectShape, 'fields'> = { required: ['States', 'StartAt'], also: checkTransitions };

const machine: ObjectShape = {
  fields: {
    ...scope,
    QueryLanguage: oneOf('JSONPath', 'JSONata'),
    // AWS takes 0 here (measured by others, 2026-09-05), although the field is documented as positive.
    TimeoutSeconds: { shape: { is: 'number', isWhole: true, isConstant: true, min: 0, max: SECONDS_MAX } },
    Version: oneOf('1.0'),
  },
  ...scopeRules,
};

const branch: ObjectShape = { fields: scope, ...scopeRules };
const processor: ObjectShape = { fields: { ...scope, ProcessorConfig: processorConfig }, ...scopeRules };
/** Executions of their own, of the other type: what they cannot do is refused as in a machine of that type. */
const expressProcessor: ObjectShape = {
  fields: { ...processor.fields, States: checked(checkExpressStates) },
  ...scopeRules,
};

function checkBranch(value: Json, place: Place): void {
  checkObject(value, branch, place);
}

function checkProcessor(value: Json, place: Place): void {
  const config = isObject(value) ? member(value, 'ProcessorConfig') : undefined;
  const isExpress = isObject(config) && member(config, 'ExecutionType') === 'EXPRESS';
  checkObject(value, isExpress ? expressProcessor : processor, place);
}

function checkExpressStates(value: Json, place: Place): void {
  checkStates(value, { ...place, validation: { ...place.validation, type: 'EXPRESS' } });
}

function checkStates(value: Json, place: Place): void {
  if (!isObject(value)) {
    fail(place, 'Expected value of type [OBJECT]');
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) fail(place, 'Value cannot be empty');
  for (const [name, state] of entries) {
    const at = inside(place, name);
    checkStateName(name, at);
    if (isObject(state)) checkState(state, at);
    else fail(at, 'Expected value of type [OBJECT]');
  }
}

function checkState(state: JsonObject, place: Place): void {
  const type = member(state, 'Type');
  if (type === undefined) {
    fail(place, 'These fields are required: [Type]');
    return;
  }
  const shape = typeof type === 'string' && Object.hasOwn(states, type) ? states[type] : undefined;
  if (shape === undefined) {
    const types = Object.keys(states).join(', ');
    fail(inside(place, 'Type'), `The field 'Type' should have one of these values: [${types}]`);
    return;
  }
  const { machineLanguage } = place.validation;
  const language = languageOf(member(state, 'QueryLanguage'), machineLanguage);
  const isDowngraded = machineLanguage === 'JSONata' && language === 'JSONPath';
  if (isDowngraded) {
    fail(place, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  }
  checkObject(state, shape, { ...place, language, isDowngraded, stateType: String(type) });
}

/** JSONata for any value that is not exactly `JSONPath`: the wrong value has a message of its own. */
export function languageOf(
  value: Json | undefined,
  otherwise: Validation['machineLanguage'],
): Place['language'] {
  if (value === undefined) return otherwise;
  return value === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

/** Exactly one way on; `End: false` is none. */
function checkNext(state: JsonObject, place: Place): void {
  const hasNext = Object.hasOwn(state, 'Next');
  const ends = member(state, 'End') === true;
  if (hasNext && ends) fail(place, 'There should only be one of the following fields: [Next, End]', 'End');
  if (!hasNext && !ends) fail(place, 'This object should have only one of the following fields: [Next, End]');
}

function checkTask(state: JsonObject, place: Place): void {
  checkNext(state, place);
  const [timeout, heartbeat] = [member(state, 'TimeoutSeconds'), member(state, 'HeartbeatSeconds')];
  if (isNumber(timeout) && isNumber(heartbeat) && toNumber(heartbeat) >= toNumber(timeout)) {
    fail(inside(place, 'HeartbeatSeconds'), 'HeartbeatSeconds must be smaller than TimeoutSeconds');
  }
  const resource = member(state, 'Resource');
  if (
    Object.hasOwn(state, 'Credentials') &&
    typeof resource === 'string' &&
    resource.includes(':activity:')
  ) {
    fail(inside(place, 'Credentials'), "The field 'Credentials' is not supported for activities");
  }
}

function checkLiteralText(value: Json, place: Place): void {
  if (typeof value !== 'string') {
    fail(place, 'Expected value of type [STRING]');
    return;
  }
  if (place.language === 'JSONata') isExpression(value, place);
  else if (looksLikePath(value)) {
    const field = String(place.step);
    warn(
      'NO_PATH',
      place,
      `The value of '${field}' looks like a path, but the name of the field is not '${field}Path'`,
    );
  }
}

function warnAboutStaticPaths(value: Json, place: Place): void {
  const isPath =
    isObject(value) &&
    Object.entries(value).some(([name, item]) => name.endsWith('.$') || looksLikePath(item));
  if (isPath)
    warn(
      'PASS_RESULT_IS_STATIC',
      place,
      'The Result of a Pass state is literal: paths in it are not evaluated',
    );
}
