import { ServiceRefusal } from '../service/refusal.ts';
import type { SegmentFacts } from './segment-document.ts';

/** A trace as a filter sees it. */
export interface FilteredTrace {
  readonly segments: readonly SegmentFacts[];
  /** In seconds. */
  readonly duration: number;
  readonly responseTime: number;
}

type Condition = (trace: FilteredTrace) => boolean;

const EXPRESSION_CHARACTERS_MAX = 2000;
const FLAG = /^(!?)\s*(ok|error|fault|throttle|partial)(?:\s*(!?=)\s*(true|false))?$/i;
const TIME = /^(responsetime|duration)\s*(<=|>=|!=|<|>|=)\s*(\d{1,10}(?:\.\d{1,10})?)$/i;
const SERVICE = /^service\(\s*(?:"([^"]*)")?\s*\)$/i;
const ANNOTATION =
  /^annotation(?:\.([\w-]+)|\[\s*([\w.-]+)\s*\])(?:\s*(<=|>=|!=|<|>|=)\s*(?:"([^"]*)"|(true|false)|(-?\d{1,15}(?:\.\d{1,10})?)))?$/i;

/**
 * The filter expressions that are judged here: conditions joined by AND.
 *
 * @throws ServiceRefusal for any other, which AWS may know.
 */
export function parseFilter(text: string): Condition {
  if (text.length > EXPRESSION_CHARACTERS_MAX) throw refused('it is too long');
  const conditions = splitAtAnd(text).map(conditionOf);
  return (trace) => conditions.every((holds) => holds(trace));
}

/** Outside of quotes. */
function splitAtAnd(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const token of text.match(/"[^"]*"?|\s+AND\s+|[^"\s]+|\s+/gi) ?? []) {
    if (/^\s+AND\s+$/i.test(token)) {
      pieces.push(piece.trim());
      piece = '';
    } else piece += token;
  }
  pieces.push(piece.trim());
  return pieces;
}

function conditionOf(text: string): Condition {
  const flag = FLAG.exec(text);
  if (flag !== null) {
    const [, not = '', name = '', operator = '=', value = 'true'] = flag;
    const wanted = ((value.toLowerCase() === 'true') !== (operator === '!=')) !== (not === '!');
    return ({ segments }) => hasFlag(segments, name.toLowerCase()) === wanted;
  }
  const time = TIME.exec(text);
  if (time !== null) {
    const [, name = '', operator = '', value = ''] = time;
    const isDuration = name.toLowerCase() === 'duration';
    return ({ duration, responseTime }) =>
      compare(isDuration ? duration : responseTime, operator, Number(value));
  }
  const service = SERVICE.exec(text);
  if (service !== null) {
    const [, name] = service;
    return ({ segments }) => segments.some((one) => name === undefined || one.name === name);
  }
  return annotationOf(text);
}

function annotationOf(text: string): Condition {
  const parts = ANNOTATION.exec(text);
  if (parts === null) throw refused(`${JSON.stringify(text)} is not supported here`);
  const [, dotted, bracketed, operator, quoted, truth, number] = parts;
  const key = dotted ?? bracketed ?? '';
  const wanted = quoted ?? (truth === undefined ? Number(number) : truth.toLowerCase() === 'true');
  return ({ segments }) =>
    segments.some(({ annotations }) => {
      const value = annotations.get(key);
      if (value === undefined) return false;
      return operator === undefined || (typeof value === typeof wanted && compare(value, operator, wanted));
    });
}

function hasFlag(segments: readonly SegmentFacts[], name: string): boolean {
  switch (name) {
    case 'error':
      return segments.some(({ isError }) => isError);
    case 'fault':
      return segments.some(({ isFault }) => isFault);
    case 'throttle':
      return segments.some(({ isThrottle }) => isThrottle);
    case 'partial':
      return segments.some(({ isRunning }) => isRunning);
    default:
      return !segments.some(({ isError, isFault, isThrottle }) => isError || isFault || isThrottle);
  }
}

function compare<Value extends string | number | boolean>(a: Value, operator: string, b: Value): boolean {
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function refused(why: string): ServiceRefusal {
  return new ServiceRefusal('InvalidRequestException', `The filter expression cannot be used: ${why}.`);
}
