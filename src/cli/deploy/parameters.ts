import { runInNewContext } from 'node:vm';
import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { Fault, type Path } from './fault.ts';

/** Values of a template's parameters: text, or a list of texts. @throws Fault for each value that is not allowed */
export function parameterValues(
  section: JsonObject,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, Json> {
  for (const name of given.keys()) {
    if (member(section, name) === undefined) throw new Fault(['Parameters'], `there is no parameter ${name}`);
  }
  const values = new Map<string, Json>();
  for (const [name, declaration] of Object.entries(section)) {
    const path = ['Parameters', name];
    if (!isObject(declaration)) throw new Fault(path, 'a parameter is an object');
    values.set(name, givenValue(name, declaration, { given: given.get(name), path }));
  }
  return values;
}

/** Parameters whose values must not be shown. */
export function secretParameters(section: JsonObject): ReadonlySet<string> {
  const secret = Object.entries(section).filter(
    ([, one]) => isObject(one) && String(member(one, 'NoEcho') ?? false) === 'true',
  );
  return new Set(secret.map(([name]) => name));
}

interface Place {
  readonly given: string | undefined;
  readonly path: Path;
}

function givenValue(name: string, declaration: JsonObject, { given, path }: Place): Json {
  const type = member(declaration, 'Type');
  if (typeof type !== 'string') throw new Fault(path, 'a parameter has a Type');
  if (!TYPES.test(type)) throw new Fault([...path, 'Type'], `stepwell has no parameters of type ${type}`);
  const fallback = member(declaration, 'Default');
  const value = given ?? (fallback === undefined || fallback === null ? undefined : String(fallback));
  if (value === undefined) {
    throw new Fault(path, `the parameter ${name} has no value: give one with --parameters ${name}=...`);
  }
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  const parts = isList ? value.split(',').map((part) => part.trim()) : [value];
  for (const part of parts) check(part, { declaration, type, path });
  return isList ? parts : value;
}

/** The types of AWS-specific and SSM parameters take their text as it is: there is nobody to ask about it. */
const TYPES =
  /^(String|Number|List<Number>|List<String>|CommaDelimitedList|(List<)?AWS::[\w:]+>?|AWS::SSM::Parameter::\w+(<.+>)?)$/;

interface Wanted {
  readonly declaration: JsonObject;
  readonly type: string;
  readonly path: Path;
}

function check(value: string, { declaration, type, path }: Wanted): void {
  const refuse = (rule: string) => {
    const own = member(declaration, 'ConstraintDescription');
    const shown = member(declaration, 'NoEcho') === undefined ? ` '${value.slice(0, 100)}'` : '';
    throw new Fault(path, `the value${shown} is not allowed: ${typeof own === 'string' ? own : rule}`);
  };
  const allowed = member(declaration, 'AllowedValues');
  if (isArray(allowed) && !allowed.some((one) => String(one) === value)) {
    refuse(`it must be one of ${allowed.map(String).join(', ')}`);
  }
  const pattern = member(declaration, 'AllowedPattern');
  if (typeof pattern === 'string' && !matches(pattern, value, path)) refuse(`it must match ${pattern}`);
  const isNumber = /^(List<)?Number>?$/.test(type);
  if (isNumber && (value.trim() === '' || !Number.isFinite(Number(value)))) refuse('it must be a number');
  const measure = isNumber ? Number(value) : value.length;
  const [least, most] = isNumber ? ['MinValue', 'MaxValue'] : ['MinLength', 'MaxLength'];
  const bound = (key: string) =>
    member(declaration, key) === undefined ? Number.NaN : Number(member(declaration, key));
  if (measure < bound(least)) refuse(`${least} is ${bound(least)}`);
  if (measure > bound(most)) refuse(`${most} is ${bound(most)}`);
}

const PATTERN_MS_MAX = 1000;

/** In a context of its own, because a pattern may backtrack without end and only there it can be interrupted. */
function matches(pattern: string, value: string, path: Path): boolean {
  try {
    return (
      runInNewContext(
        'new RegExp(pattern).test(value)',
        { pattern: `^(?:${pattern})$`, value },
        { timeout: PATTERN_MS_MAX },
      ) === true
    );
  } catch (error) {
    throw new Fault(
      [...path, 'AllowedPattern'],
      `cannot be matched: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}
