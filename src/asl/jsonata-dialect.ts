import { isObject, type JsonObject, member } from '../base/json.ts';
import { SECONDS_MAX } from '../base/limits.ts';
import type { Expression, Scope } from '../query/language.ts';
import type { Dialect } from './dialect.ts';
import { jsonataBatcherOf } from './item-batcher.ts';
import { numericField, templateField, typedField } from './jsonata-field.ts';
import { jsonataMapOf } from './jsonata-map.ts';
import { jsonataUntilOf } from './jsonata-wait.ts';
import type { Assign } from './program.ts';

/** States whose query language is JSONata: every field that takes expressions is a template of them. */
export const jsonataDialect: Dialect = {
  arguments: (state) => templateField(state, 'Arguments', ''),
  output: outputOf,
  assign: assignOf,
  catchOutput: outputOf,
  catchAssign: assignOf,
  condition: conditionOf,
  until: jsonataUntilOf,
  seconds: secondsOf,
  roleArn: roleArnOf,
  text: (state, field) => typedField(state, field, { type: 'string' }),
  map: jsonataMapOf,
  batcher: jsonataBatcherOf,
};

function outputOf(holder: JsonObject, at: string): Expression | undefined {
  return templateField(holder, 'Output', at);
}

function assignOf(holder: JsonObject, at: string): Assign | undefined {
  // The validator has seen that Assign is an object, and a template keeps the shape of what it is made from.
  return templateField(holder, 'Assign', at) as Assign | undefined;
}

function conditionOf(rule: JsonObject, at: string): (scope: Scope) => boolean {
  const condition = typedField<boolean>(rule, 'Condition', { type: 'boolean', at });
  return condition ?? (() => false);
}

function secondsOf(state: JsonObject, field: 'TimeoutSeconds' | 'HeartbeatSeconds') {
  return numericField(state, field, (value) => {
    if (Number.isInteger(value) && value >= 1 && value <= SECONDS_MAX) return undefined;
    return `${field} must be an integer from 1 to ${SECONDS_MAX}, not ${value}.`;
  });
}

function roleArnOf(state: JsonObject): Expression<string> | undefined {
  const credentials = member(state, 'Credentials');
  if (!isObject(credentials)) return undefined;
  return typedField<string>(credentials, 'RoleArn', { type: 'string', at: 'Credentials/' });
}
