import { isArray, isObject, type JsonObject, member } from '../../base/json.ts';
import { failAs, inside, type Place } from '../place.ts';

const MISSING = 'MISSING_TRANSITION_TARGET';

/** Every transition leads to a state of the same scope, every state is reached, and the machine can end. */
export function checkTransitions(scope: JsonObject, place: Place): void {
  const states = member(scope, 'States');
  const startAt = member(scope, 'StartAt');
  if (!isObject(states) || typeof startAt !== 'string') return;
  const targets = new Map<string, string[]>();
  checkTarget(startAt, states, inside(place, 'StartAt'));
  for (const [name, state] of Object.entries(states)) {
    const at = inside(inside(place, 'States'), name);
    targets.set(name, []);
    for (const transition of isObject(state) ? transitionsOf(state, at) : []) {
      checkTarget(transition.to, states, transition.place);
      targets.get(name)?.push(transition.to);
    }
  }
  // Only the machine itself must be able to end, and only one that can is worth a walk (measured on AWS).
  if (
    place.parent === undefined &&
    !Object.values(states).some((state) => isObject(state) && endsScope(state))
  ) {
    const message = 'Workflow has no terminal state';
    place.validation.findings.push({ severity: 'ERROR', code: 'MISSING_END_STATE', message });
  } else checkReached(startAt, targets, inside(place, 'States'));
}

interface Transition {
  readonly to: string;
  readonly place: Place;
}

/** Next, Default, and the Next of every choice rule and catcher. */
function transitionsOf(state: JsonObject, place: Place): readonly Transition[] {
  const transitions: Transition[] = [];
  const add = (holder: JsonObject, name: string, at: Place) => {
    const to = member(holder, name);
    if (typeof to === 'string') transitions.push({ to, place: inside(at, name) });
  };
  add(state, 'Next', place);
  for (const field of ['Choices', 'Catch']) {
    const holders = member(state, field);
    if (!isArray(holders)) continue;
    holders.forEach((holder, index) => {
      if (isObject(holder)) add(holder, 'Next', inside(inside(place, field), index));
    });
  }
  add(state, 'Default', place);
  return transitions;
}

function checkTarget(name: string, states: JsonObject, place: Place): void {
  // AWS says 'Next' whatever the field is (measured).
  if (!Object.hasOwn(states, name)) failAs(MISSING, place, `Missing 'Next' target: ${name}`);
}

function endsScope(state: JsonObject): boolean {
  const type = member(state, 'Type');
  return type === 'Succeed' || type === 'Fail' || member(state, 'End') === true;
}

function checkReached(startAt: string, targets: ReadonlyMap<string, readonly string[]>, place: Place): void {
  const reached = new Set<string>();
  const waiting = [startAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(targets.get(name) ?? []));
  }
  for (const name of targets.keys()) {
    if (!reached.has(name)) failAs(MISSING, inside(place, name), `State "${name}" is not reachable.`);
  }
}
