import { isArray, isObject, type Json, member, setOwn } from '../../../base/json.ts';
import type { Instant } from '../../../base/time.ts';
import { ITERATIONS_MAX, Meter } from './meter.ts';
import { callMethod } from './methods.ts';
import type { Expression, Node, Operator, Reference, Step } from './node.ts';
import { parseTemplate } from './parse.ts';
import { TemplateError } from './template-error.ts';
import { isNumeric, isSame, isTruthy, numberOf, Tool, textOf, type Value } from './value.ts';

/**
 * Runs a mapping template.
 *
 * @param variables What `$name` stands for at first; not changed.
 * @throws TemplateError when it cannot be read, or costs too much: a second, 20 million characters.
 */
export function runTemplate(
  text: string,
  variables: Readonly<Record<string, Value>>,
  now: () => Instant,
): string {
  return new Run(variables, now).run(parseTemplate(text));
}

type Ending = 'break' | 'stop' | undefined;

class Run {
  readonly #variables: Map<string, Value>;
  readonly #meter: Meter;
  #printed: string[] = [];

  constructor(variables: Readonly<Record<string, Value>>, now: () => Instant) {
    this.#variables = new Map(Object.entries(variables));
    this.#meter = new Meter(now);
  }

  run(nodes: readonly Node[]): string {
    this.#block(nodes);
    return this.#printed.join('');
  }

  #print(text: string): void {
    this.#printed.push(this.#meter.made(text));
  }

  #block(nodes: readonly Node[]): Ending {
    for (const node of nodes) {
      const ending = this.#node(node);
      if (ending !== undefined) return ending;
    }
    return undefined;
  }

  #node(node: Node): Ending {
    this.#meter.step();
    switch (node.kind) {
      case 'text':
        this.#print(node.text);
        return undefined;
      case 'reference':
        this.#print(this.#referenceText(node.reference));
        return undefined;
      case 'set':
        this.#set(node.to, this.#value(node.value));
        return undefined;
      case 'if': {
        const taken = node.branches.find(
          ({ condition }) => condition === undefined || isTruthy(this.#value(condition)),
        );
        return taken === undefined ? undefined : this.#block(taken.body);
      }
      case 'foreach':
        return this.#foreach(node);
      case 'break':
      case 'stop':
        return node.kind;
    }
  }

  #referenceText(reference: Reference): string {
    const { name, text, isQuiet, isEscaped } = reference;
    const isKnown = this.#variables.has(name);
    if (isEscaped) return isKnown ? text : `\\${text}`;
    const value = this.#reference(reference);
    if (value !== undefined && value !== null) return textOf(value, this.#meter);
    return isQuiet || isKnown ? '' : text;
  }

  #reference({ name, steps }: Reference): Value {
    return this.#follow(this.#variables.get(name), steps);
  }

  #follow(start: Value, steps: readonly Step[]): Value {
    let value = start;
    for (const step of steps) {
      this.#meter.step();
      if (step.kind === 'property') value = propertyOf(value, step.name);
      else if (step.kind === 'index') value = this.#item(value, this.#value(step.index));
      else
        value = callMethod(
          value,
          step.name,
          step.args.map((one) => this.#value(one)),
          this.#meter,
        );
    }
    return value;
  }

  #item(value: Value, index: Value): Value {
    if (!(value instanceof Tool) && isArray(value)) return value.at(Math.trunc(numberOf(index)));
    return propertyOf(value, textOf(index, this.#meter));
  }

  #set({ name, steps }: Reference, value: Value): void {
    const last = steps.at(-1);
    if (last === undefined) {
      this.#variables.set(name, value);
      return;
    }
    const place = this.#follow(this.#variables.get(name), steps.slice(0, -1));
    if (last.kind === 'call') throw new TemplateError('#set cannot change the result of a call');
    const key = last.kind === 'property' ? last.name : this.#value(last.index);
    callMethod(place, isNumeric(key) ? 'set' : 'put', [key, value], this.#meter);
  }

  #foreach({ name, from, body }: Extract<Node, { kind: 'foreach' }>): Ending {
    // A copy: the body may change the list.
    const items = [...itemsOf(this.#value(from))];
    if (items.length > ITERATIONS_MAX)
      throw new TemplateError(`#foreach takes more than ${ITERATIONS_MAX} turns`);
    const before = { item: this.#variables.get(name), loop: this.#variables.get('foreach') };
    let ending: Ending;
    for (const [index, item] of items.entries()) {
      this.#variables.set(name, item);
      this.#variables.set('foreach', loopOf(index, items.length, before.loop));
      this.#variables.set('velocityCount', index + 1);
      ending = this.#block(body);
      if (ending !== undefined) break;
    }
    this.#variables.set(name, before.item);
    this.#variables.set('foreach', before.loop);
    return ending === 'stop' ? 'stop' : undefined;
  }

  #value(expression: Expression): Value {
    this.#meter.step();
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'template':
        return this.#template(expression.body);
      case 'reference':
        return this.#reference(expression.reference);
      case 'list':
        return expression.items.map((item) => dataOf(this.#value(item)));
      case 'range':
        return this.#range(numberOf(this.#value(expression.from)), numberOf(this.#value(expression.to)));
      case 'map':
        return this.#map(expression.entries);
      case 'not':
        return !isTruthy(this.#value(expression.of));
      case 'minus':
        return -numberOf(this.#value(expression.of));
      case 'binary':
        return this.#binary(expression);
    }
  }

  /** Printed into a place of its own. */
  #template(body: readonly Node[]): string {
    const outside = this.#printed;
    this.#printed = [];
    this.#block(body);
    const text = this.#printed.join('');
    this.#printed = outside;
    return text;
  }

  #range(from: number, to: number): Json[] {
    const length = Math.abs(to - from) + 1;
    if (!Number.isInteger(length) || length > ITERATIONS_MAX)
      throw new TemplateError(`A range has more than ${ITERATIONS_MAX} numbers`);
    const direction = to < from ? -1 : 1;
    return Array.from({ length }, (_, index) => from + direction * index);
  }

  #map(entries: readonly (readonly [Expression, Expression])[]): Json {
    const map: { [key: string]: Json } = {};
    for (const [key, value] of entries)
      setOwn(map, textOf(this.#value(key), this.#meter), dataOf(this.#value(value)));
    return map;
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    if (operator === '&&') return isTruthy(this.#value(left)) && isTruthy(this.#value(right));
    if (operator === '||') return isTruthy(this.#value(left)) || isTruthy(this.#value(right));
    const [a, b] = [this.#value(left), this.#value(right)];
    if (operator === '==') return isSame(a, b, this.#meter);
    if (operator === '!=') return !isSame(a, b, this.#meter);
    if (operator === '+' && !(isNumeric(a) && isNumeric(b)))
      return this.#meter.made(textOf(a, this.#meter) + textOf(b, this.#meter));
    return calculated(operator, numberOf(a), numberOf(b));
  }
}

function propertyOf(value: Value, name: string): Value {
  if (value instanceof Tool) return value.property(name);
  return isObject(value) ? member(value, name) : undefined;
}

function itemsOf(value: Value): readonly Value[] {
  if (value instanceof Tool) return [];
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function dataOf(value: Value): Json {
  return value === undefined || value instanceof Tool ? null : value;
}

function loopOf(index: number, length: number, parent: Value): Tool {
  return new Tool({
    ...{ index, count: index + 1, hasNext: index < length - 1, parent },
    ...{ first: index === 0, last: index === length - 1 },
  });
}

/** Division by zero, and numbers of what is none, give nothing. */
function calculated(operator: Operator, a: number, b: number): Value {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '+':
      return finite(a + b);
    case '-':
      return finite(a - b);
    case '*':
      return finite(a * b);
    case '/':
      return finite(Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b);
    case '%':
      return finite(a % b);
    default:
      return undefined;
  }
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
