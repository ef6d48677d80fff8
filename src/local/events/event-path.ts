import { isArray, isObject, type Json, member } from '../../base/json.ts';
import { ServiceRefusal } from '../service/refusal.ts';

/** One step down: a member, an element, or all of them. */
type Step = string | number | typeof ALL;
const ALL = Symbol('all');

/** The paths that targets may name: `$`, `.name`, `['name']`, `[0]`, `[*]`. */
export type EventPath = readonly Step[];

const STEP = /\.([^.[\]]+)|\[(?:'([^']*)'|"([^"]*)"|(\d+)|(\*))\]/y;

/** @throws ServiceRefusal ValidationException. */
export function parseEventPath(text: string): EventPath {
  const steps: Step[] = [];
  let at = 1;
  while (text.startsWith('$') && at < text.length) {
    STEP.lastIndex = at;
    const [whole, name, single, double, index, star] = STEP.exec(text) ?? [];
    if (whole === undefined) break;
    if (star !== undefined || name === '*') steps.push(ALL);
    else steps.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
    at += whole.length;
  }
  if (text.startsWith('$') && at === text.length) return steps;
  throw new ServiceRefusal(
    'ValidationException',
    `Invalid InputPath for target: '${text}' is not a JSONPath.`,
  );
}

/** What stands there; undefined: nothing. */
export function valueAt(path: EventPath, value: Json): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step === ALL) {
    const inner = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    return inner.flatMap((one) => valueAt(rest, one) ?? []);
  }
  const next =
    typeof step === 'number'
      ? isArray(value)
        ? value[step]
        : undefined
      : isObject(value)
        ? member(value, step)
        : undefined;
  return next === undefined ? undefined : valueAt(rest, next);
}
