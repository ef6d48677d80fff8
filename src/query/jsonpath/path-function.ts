import {
  isArray,
  isNumber,
  isObject,
  type Json,
  javaDouble,
  numberFromText,
  toNumber,
} from '../../base/json.ts';

type PathFunction = (value: Json, parameters: readonly (Json | undefined)[]) => Json | undefined;

/** Jayway's functions, by name. Each answers undefined where Jayway throws. */
const FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['length', size],
  ['size', size],
  ['keys', (value) => (isObject(value) ? Object.keys(value) : null)],
  ['first', (value) => (isArray(value) ? value[0] : undefined)],
  ['last', (value) => (isArray(value) ? value.at(-1) : undefined)],
  ['index', itemAt],
  ['append', (value, parameters) => (isArray(value) ? [...value, ...present(parameters)] : value)],
  ['concat', concat],
  ['sum', aggregate((numbers) => sum(numbers))],
  ['min', aggregate((numbers) => numbers.reduce((a, b) => Math.min(a, b)))],
  ['max', aggregate((numbers) => numbers.reduce((a, b) => Math.max(a, b)))],
  ['avg', aggregate((numbers) => sum(numbers) / numbers.length)],
  ['stddev', aggregate(deviation)],
]);

export function isPathFunction(name: string): boolean {
  return FUNCTIONS.has(name);
}

/** Applies a function of the table; undefined when the value does not suit it. */
export function applyFunction(
  name: string,
  value: Json,
  parameters: readonly (Json | undefined)[],
): Json | undefined {
  return FUNCTIONS.get(name)?.(value, parameters);
}

function size(value: Json): Json {
  if (isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : null;
}

function itemAt(value: Json, parameters: readonly (Json | undefined)[]): Json | undefined {
  const [index] = parameters;
  return isArray(value) && isNumber(index) ? value.at(Math.trunc(toNumber(index))) : undefined;
}

function present(values: readonly (Json | undefined)[]): readonly Json[] {
  return values.filter((value) => value !== undefined);
}

function concat(value: Json, parameters: readonly (Json | undefined)[]): Json {
  const texts = [...(isArray(value) ? value : []), ...present(parameters).flat()];
  return texts.filter((text) => typeof text === 'string').join('');
}

/** Numbers of the list and of the parameters; a double in Java's notation, as Jayway computes in doubles. */
function aggregate(compute: (numbers: readonly number[]) => number): PathFunction {
  return (value, parameters) => {
    const numbers = [...(isArray(value) ? value : []), ...present(parameters).flat()]
      .filter((item) => isNumber(item))
      .map(toNumber);
    if (numbers.length === 0) return undefined;
    const result = compute(numbers);
    return Number.isFinite(result) ? numberFromText(javaDouble(result)) : undefined;
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function deviation(numbers: readonly number[]): number {
  const mean = sum(numbers) / numbers.length;
  const squares = sum(numbers.map((number) => number * number)) / numbers.length;
  return Math.sqrt(Math.max(0, squares - mean * mean));
}
