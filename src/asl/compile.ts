import { Defect, present } from '../base/assert.ts';
import { isObject, type JsonObject, member } from '../base/json.ts';
import { parseJsonInSteps } from '../base/json-in-steps.ts';
import { Payload } from '../base/payload.ts';
import { isLong, late } from '../query/late.ts';
import type { Dialect } from './dialect.ts';
import { distributedOf } from './distributed.ts';
import { given, numberField, objectsField, stringField } from './fields.ts';
import { jsonataDialect } from './jsonata-dialect.ts';
import { jsonPathDialect } from './jsonpath-dialect.ts';
import { layOutInSteps, nextOf, type PlacedState } from './layout.ts';
import type { ChoiceRule, MapState, ParallelState, Program, State, TaskState } from './program.ts';
import { parseResource } from './resource.ts';
import { catchersOf, retriersOf } from './retry.ts';

/**
 * Compiles a definition: names become indexes, paths and templates become closures, once and for all executions.
 *
 * @param definition Text for which `validate` has no diagnostic of severity ERROR; anything else is a Defect.
 * @param dialects What compiles the fields; other than the languages' own only where somebody looks on.
 * @throws Unsupported when a state uses a part of the language that stepwell does not have yet.
 */
export function compile(definition: string, dialects: Dialects = DIALECTS): Program {
  const steps = compileInSteps(definition, dialects);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, with a pause after every state and every few thousand characters: a machine may have thousands of both. */
export function* compileInSteps(
  definition: string,
  dialects: Dialects = DIALECTS,
): Generator<undefined, Program> {
  const machine = yield* parseJsonInSteps(definition);
  if (!isObject(machine)) throw new Defect('a valid definition is an object');
  const queryLanguage: Program['queryLanguage'] =
    stringField(machine, 'QueryLanguage') === 'JSONata' ? 'JSONata' : 'JSONPath';
  const { startAt, states: placed } = yield* layOutInSteps(machine);
  const states: State[] = [];
  for (const one of placed) {
    states.push(compileState(one, dialects[languageOf(one, queryLanguage)]));
    yield;
  }
  return given({
    queryLanguage,
    timeoutSeconds: numberField(machine, 'TimeoutSeconds'),
    startAt,
    states,
  });
}

export type Dialects = Readonly<Record<Program['queryLanguage'], Dialect>>;

const DIALECTS: Dialects = { JSONPath: jsonPathDialect, JSONata: jsonataDialect };

function languageOf({ definition }: PlacedState, machineLanguage: Program['queryLanguage']) {
  const language = stringField(definition, 'QueryLanguage') ?? machineLanguage;
  return language === 'JSONata' ? 'JSONata' : 'JSONPath';
}

function compileState(placed: PlacedState, dialect: Dialect): State {
  const { index, name, definition } = placed;
  const common = { index, name };
  const flow = () => ({
    arguments: dialect.arguments(definition),
    output: dialect.output(definition, ''),
    assign: dialect.assign(definition, ''),
  });
  const type = stringField(definition, 'Type');
  switch (type) {
    case 'Pass':
      return given({ ...common, type, ...flow(), next: nextOf(placed), literal: literalOf(definition) });
    case 'Task':
      return given({ ...common, ...flow(), next: nextOf(placed), ...taskOf(placed, dialect) });
    case 'Choice':
      return given({ ...common, type, ...flow(), ...rulesOf(placed, dialect) });
    case 'Wait':
      return given({ ...common, type, ...flow(), next: nextOf(placed), until: dialect.until(definition) });
    case 'Succeed':
      return given({ ...common, type, ...flow() });
    case 'Fail':
      return given({
        ...common,
        type,
        error: dialect.text(definition, 'Error'),
        cause: dialect.text(definition, 'Cause'),
      });
    case 'Parallel':
      return given({ ...common, ...flow(), next: nextOf(placed), ...parallelOf(placed, dialect) });
    case 'Map':
      return given({ ...common, ...flow(), next: nextOf(placed), ...mapOf(placed, dialect) });
    default:
      throw new Defect(`state ${name} of a valid definition has no type ${type}`);
  }
}

function literalOf(definition: JsonObject): Payload | undefined {
  const result = member(definition, 'Result');
  return result === undefined ? undefined : Payload.fromValue(result);
}

function fallible(placed: PlacedState, dialect: Dialect) {
  return { retry: retriersOf(placed.definition), catch: catchersOf(placed, dialect) };
}

type Own<Of extends State> = Omit<Of, 'index' | 'name' | 'next' | 'arguments' | 'output' | 'assign'>;

function taskOf(placed: PlacedState, dialect: Dialect): Own<TaskState> {
  const { name, definition } = placed;
  const resource = parseResource(stringField(definition, 'Resource') ?? '');
  return given({
    type: 'Task',
    resource: present(resource, `resource of state ${name} of a valid definition`),
    timeoutSeconds: dialect.seconds(definition, 'TimeoutSeconds'),
    heartbeatSeconds: dialect.seconds(definition, 'HeartbeatSeconds'),
    roleArn: dialect.roleArn(definition),
    ...fallible(placed, dialect),
  } as const);
}

function parallelOf(placed: PlacedState, dialect: Dialect): Own<ParallelState> {
  return { type: 'Parallel', branches: placed.inner, ...fallible(placed, dialect) };
}

function mapOf(placed: PlacedState, dialect: Dialect): Own<MapState> {
  const { name, definition, inner } = placed;
  return given({
    type: 'Map',
    distributed: distributedOf(placed, dialect),
    processor: present(inner[0], `processor of state ${name}`),
    ...dialect.map(definition),
    ...fallible(placed, dialect),
  } as const);
}

/** A Choice may have thousands of rules, of which an execution meets the first few. */
function lateCondition(rule: JsonObject, at: string, dialect: Dialect): ChoiceRule['condition'] {
  const condition = late(rule, () => dialect.condition(rule, at));
  return (scope) => condition(scope)(scope);
}

function rulesOf({ definition, target }: PlacedState, dialect: Dialect) {
  const fallback = stringField(definition, 'Default');
  const areMany = isLong(member(definition, 'Choices') ?? null);
  const rules = (objectsField(definition, 'Choices') ?? []).map((rule, index): ChoiceRule => {
    const at = `Choices[${index}]/`;
    return given({
      condition: areMany ? lateCondition(rule, at, dialect) : dialect.condition(rule, at),
      next: target(stringField(rule, 'Next') ?? ''),
      output: dialect.output(rule, at),
      assign: dialect.assign(rule, at),
    });
  });
  return { rules, default: fallback === undefined ? undefined : target(fallback) };
}
