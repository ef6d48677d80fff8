import { isArray, isObject, type JsonObject, member } from '../../base/json.ts';
import { failAs, inside, type Place } from '../place.ts';

/** Names that states of a scope assign, and those of the scopes around it. */
interface Variables {
  readonly names: ReadonlySet<string>;
  readonly outer: Variables | undefined;
}

/**
 * A variable of an inner scope may not have the name of one of an outer scope (Developer Guide, "Variable scope").
 *
 * What a catcher assigns does not claim its name: a published machine that ran on AWS has a Parallel whose catcher and
 * whose branch assign the same one. AWS's code and words for the refusal are not known; these are ours.
 */
export function checkVariableScopes(scope: JsonObject, place: Place, outer?: Variables): void {
  const states = member(scope, 'States');
  if (!isObject(states)) return;
  const names = new Set<string>();
  for (const [stateName, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const at = inside(inside(place, 'States'), stateName);
    for (const assignment of assignmentsOf(state, at)) {
      if (assignment.holder !== 'Catch') names.add(assignment.name);
      if (outer !== undefined && has(outer, assignment.name)) reportTaken(assignment);
    }
  }
  const variables = { names, outer };
  for (const [stateName, state] of Object.entries(states)) {
    if (!isObject(state)) continue;
    const at = inside(inside(place, 'States'), stateName);
    for (const inner of scopesOf(state, at)) checkVariableScopes(inner.scope, inner.place, variables);
  }
}

interface Assignment {
  readonly name: string;
  readonly holder: 'state' | 'Choices' | 'Catch';
  readonly place: Place;
}

function has(variables: Variables, name: string): boolean {
  return variables.names.has(name) || (variables.outer !== undefined && has(variables.outer, name));
}

function reportTaken({ name, place }: Assignment): void {
  const reason = 'a state of an outer scope assigns a variable of the same name.';
  failAs('INVALID_VARIABLE_NAME', place, `Invalid variable name '${name}': ${reason}`);
}

function assignmentsOf(state: JsonObject, place: Place): readonly Assignment[] {
  const own = namesOf(state, 'state', place);
  const others = (['Choices', 'Catch'] as const).flatMap((field) => {
    const holders = member(state, field);
    if (!isArray(holders)) return [];
    return holders.flatMap((holder, index) =>
      isObject(holder) ? namesOf(holder, field, inside(inside(place, field), index)) : [],
    );
  });
  return [...own, ...others];
}

function namesOf(object: JsonObject, holder: Assignment['holder'], place: Place): readonly Assignment[] {
  const assign = member(object, 'Assign');
  if (!isObject(assign)) return [];
  return Object.keys(assign).map((key) => ({
    name: key.endsWith('.$') ? key.slice(0, -2) : key,
    holder,
    place: inside(inside(place, 'Assign'), key),
  }));
}

interface Inner {
  readonly scope: JsonObject;
  readonly place: Place;
}

/** A Map's processor, or a Parallel's branches. */
function scopesOf(state: JsonObject, place: Place): readonly Inner[] {
  const branches = member(state, 'Branches');
  const scopes: Inner[] = [];
  for (const field of ['ItemProcessor', 'Iterator']) {
    const scope = member(state, field);
    if (isObject(scope)) scopes.push({ scope, place: inside(place, field) });
  }
  if (!isArray(branches)) return scopes;
  branches.forEach((scope, index) => {
    if (isObject(scope)) scopes.push({ scope, place: inside(inside(place, 'Branches'), index) });
  });
  return scopes;
}
