import { isArray, isObject, type Json, member, setOwn } from '../../../base/json.ts';
import { boundedPattern } from './bounded-pattern.ts';
import type { Meter } from './meter.ts';
import { isNumeric, isSame, numberOf, Tool, textOf, type Value } from './value.ts';

/** The methods of Java's classes that templates call on data. What is not here answers nothing. */
export function callMethod(on: Value, name: string, args: readonly Value[], meter: Meter): Value {
  meter.step();
  if (on === undefined || on === null) return undefined;
  if (on instanceof Tool) return on.call(name, args);
  if (name === 'equals') return isSame(on, args[0], meter);
  if (name === 'toString') return textOf(on, meter);
  const call: MethodCall = { args, meter };
  if (typeof on === 'string') return own(TEXT, name)?.(on, call);
  // Lists and maps are made for one run: by the template, or from what came in.
  if (isArray(on)) return own(LIST, name)?.(on as Json[], call);
  // As above.
  if (isObject(on)) return own(MAP, name)?.(on as { [key: string]: Json }, call);
  return isNumeric(on) ? own(NUMBER, name)?.(numberOf(on), call) : undefined;
}

interface MethodCall {
  readonly args: readonly Value[];
  readonly meter: Meter;
}

type Methods<On> = Readonly<Record<string, (on: On, call: MethodCall) => Value>>;

function own<On>(methods: Methods<On>, name: string): Methods<On>[string] | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

const text = ({ args, meter }: MethodCall, at = 0) => textOf(args[at], meter);
const int = ({ args }: MethodCall, at = 0) => Math.trunc(numberOf(args[at]));

const TEXT: Methods<string> = {
  length: (on) => on.length,
  isEmpty: (on) => on === '',
  trim: (on, { meter }) => meter.made(on.trim()),
  toLowerCase: (on, { meter }) => meter.made(on.toLowerCase()),
  toUpperCase: (on, { meter }) => meter.made(on.toUpperCase()),
  contains: (on, call) => on.includes(text(call)),
  startsWith: (on, call) => on.startsWith(text(call)),
  endsWith: (on, call) => on.endsWith(text(call)),
  indexOf: (on, call) => on.indexOf(text(call)),
  lastIndexOf: (on, call) => on.lastIndexOf(text(call)),
  equalsIgnoreCase: (on, call) => on.toLowerCase() === text(call).toLowerCase(),
  concat: (on, call) => call.meter.made(on + text(call)),
  charAt: (on, call) => on.charAt(int(call)),
  substring: (on, call) =>
    call.meter.made(call.args.length > 1 ? on.substring(int(call), int(call, 1)) : on.substring(int(call))),
  replace: (on, call) => replaced(on, call),
  replaceAll: (on, call) => patternReplaced(on, call, true),
  replaceFirst: (on, call) => patternReplaced(on, call, false),
  matches: (on, call) => patterned(call).matches(on),
  split: (on, call) => patterned(call).split(call.meter.made(on)),
  parseInt: (_, call) => parsed(text(call)),
};

const NUMBER: Methods<number> = {
  intValue: (on) => Math.trunc(on),
  doubleValue: (on) => on,
  parseInt: (_, call) => parsed(text(call)),
};

const LIST: Methods<Json[]> = {
  size: (on) => on.length,
  length: (on) => on.length,
  isEmpty: (on) => on.length === 0,
  get: (on, call) => on.at(int(call)),
  contains: (on, { args, meter }) => on.some((item) => isSame(item, args[0], meter)),
  indexOf: (on, { args, meter }) => on.findIndex((item) => isSame(item, args[0], meter)),
  add(on, { args }) {
    on.push(data(args[0]));
    return true;
  },
  set(on, call) {
    const at = int(call);
    if (!(at >= 0 && at < on.length)) return undefined;
    const before = on[at];
    on[at] = data(call.args[1]);
    return before;
  },
  remove: (on, call) => on.splice(int(call), 1)[0],
};

const MAP: Methods<{ [key: string]: Json }> = {
  size: (on) => Object.keys(on).length,
  isEmpty: (on) => Object.keys(on).length === 0,
  get: (on, call) => member(on, text(call)),
  getOrDefault: (on, call) => member(on, text(call)) ?? call.args[1],
  containsKey: (on, call) => Object.hasOwn(on, text(call)),
  containsValue: (on, { args, meter }) => Object.values(on).some((item) => isSame(item, args[0], meter)),
  keySet: (on) => Object.keys(on),
  values: (on) => Object.values(on),
  entrySet: (on) => Object.entries(on).map(([key, value]) => ({ key, value })),
  put(on, call) {
    const key = text(call);
    const before = member(on, key);
    setOwn(on, key, data(call.args[1]));
    return before;
  },
  remove(on, call) {
    const key = text(call);
    const before = member(on, key);
    delete on[key];
    return before;
  },
};

/** What a list or a map can hold. */
function data(value: Value): Json {
  return value === undefined || value instanceof Tool ? null : value;
}

function parsed(digits: string): number | undefined {
  return /^-?\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

function patterned(call: MethodCall) {
  call.meter.checkTime();
  return boundedPattern(text(call));
}

function patternReplaced(on: string, call: MethodCall, isAll: boolean): string {
  const replacement = text(call, 1);
  // What it becomes at most, each match being a part of the text.
  call.meter.reserve(on.length * (replacement.length + 1));
  return patterned(call).replace(on, replacement, isAll);
}

/** Counted before it is made: a short text for each character of a long one is more than fits. */
function replaced(on: string, call: MethodCall): string {
  const [from, to] = [text(call), text(call, 1)];
  const parts = on.split(from);
  call.meter.made(on);
  call.meter.reserve((parts.length - 1) * to.length);
  return parts.join(to);
}
