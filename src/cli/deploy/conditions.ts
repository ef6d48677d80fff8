import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { evaluateWhole } from './evaluate.ts';
import { Fault, type Path } from './fault.ts';
import type { Scope } from './scope.ts';

/** The Conditions of a template; each is evaluated when it is asked for. @throws Fault from the function returned */
export function conditionsOf(section: JsonObject): (name: string, scope: Scope, path: Path) => boolean {
  const known = new Map<string, boolean>();
  const underWay: string[] = [];
  const condition = (name: string, scope: Scope, path: Path): boolean => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const written = member(section, name);
    if (written === undefined) throw new Fault(path, `there is no condition ${name}`);
    if (underWay.includes(name)) {
      throw new Fault(
        ['Conditions', name],
        `conditions ask for one another: ${[...underWay, name].join(' -> ')}`,
      );
    }
    underWay.push(name);
    const result = isTrue(written, { scope, condition }, ['Conditions', name]);
    underWay.pop();
    known.set(name, result);
    return result;
  };
  return condition;
}

interface Inquiry {
  readonly scope: Scope;
  readonly condition: (name: string, scope: Scope, path: Path) => boolean;
}

function isTrue(value: Json, inquiry: Inquiry, path: Path): boolean {
  const [key, ...more] = isObject(value) ? Object.keys(value) : [];
  if (!isObject(value) || key === undefined || more.length > 0) throw unknown(path);
  const argument = member(value, key) ?? null;
  const place = [...path, key];
  const each = () =>
    list(argument, place).map((item, at) => () => isTrue(item, inquiry, [...place, String(at)]));
  switch (key) {
    case 'Condition':
      if (typeof argument !== 'string') throw unknown(place);
      return inquiry.condition(argument, inquiry.scope, place);
    case 'Fn::Equals': {
      const [left, right] = list(argument, place).map((side) =>
        asText(evaluateWhole(side, inquiry.scope, place)),
      );
      return left === right;
    }
    case 'Fn::And':
      return each().every((one) => one());
    case 'Fn::Or':
      return each().some((one) => one());
    case 'Fn::Not':
      return !each().every((one) => one());
    default:
      throw unknown(place);
  }
}

function list(value: Json, path: Path): readonly Json[] {
  if (!isArray(value) || value.length === 0) throw new Fault(path, 'wants a list');
  return value;
}

/** Parameters are text: `true` and "true" are the same here. */
function asText(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function unknown(path: Path): Fault {
  return new Fault(path, 'a condition is one of Fn::And, Fn::Or, Fn::Not, Fn::Equals and Condition');
}
