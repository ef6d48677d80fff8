import { compile } from '../../src/asl/compile.ts';
import type { State } from '../../src/asl/program.ts';
import { validate } from '../../src/asl/validate.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
import type { Scope } from '../../src/query/language.ts';

/** A machine of one state called S; its transitions may lead to Succeed states called A and B. */
export function machineOf(state: JsonObject, machine: JsonObject = {}): string {
  const text = JSON.stringify(state);
  const targets = ['A', 'B'].filter((name) => text.includes(`:"${name}"`));
  const others = Object.fromEntries(targets.map((name) => [name, { Type: 'Succeed' }]));
  return JSON.stringify({ ...machine, StartAt: 'S', States: { S: state, ...others } });
}

/** What is wrong with a state, each as `message at location`. */
export function problemsOf(
  state: JsonObject,
  machine: JsonObject = {},
  type: 'STANDARD' | 'EXPRESS' = 'STANDARD',
): string[] {
  const diagnostics = validate(machineOf(state, machine), { type });
  return diagnostics.map(({ message, location }) => `${message} at ${location}`);
}

/** The state, compiled; it must be valid. */
export function stateOf<Type extends State['type']>(
  state: JsonObject & { readonly Type: Type },
): Extract<State, { type: Type }> {
  const definition = machineOf(state);
  const problems = problemsOf(state).filter((problem) => !problem.includes('looks like'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const [compiled] = compile(definition).states;
  // The compiler cannot know that the only state has the type that was asked for.
  return compiled as Extract<State, { type: Type }>;
}

/** What expressions see; `result` is the input unless it is given. */
export function scopeOf(
  input: Json,
  more: { readonly result?: Json; readonly errorOutput?: Json; readonly context?: JsonObject } = {},
  variables: JsonObject = {},
): Scope {
  return {
    input,
    result: more.result ?? input,
    ...(more.errorOutput === undefined ? {} : { errorOutput: more.errorOutput }),
    context: () => more.context ?? {},
    variable: (name) => variables[name],
    now: 0,
    elapsedMs: () => 0,
    entropy: { random: () => 0.5, uuid: () => '00000000-0000-4000-8000-000000000000' },
  };
}
