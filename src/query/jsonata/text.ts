import { isExactNumber } from '../../base/json.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import {
  type Evaluation,
  flagsOf,
  isCallable,
  isList,
  isRecord,
  memberOf,
  numberIn,
  OUTER_WRAPPER,
  VALUE_DEPTH_MAX,
  type Value,
} from './value.ts';

/** A value as `$string` and `&` print it: JSON, numbers with 15 digits, functions as empty texts. */
export function textOf(value: Exclude<Value, undefined>, evaluation: Evaluation, indent = 0): string {
  if (typeof value === 'string') return value;
  if (isCallable(value)) return '';
  if (typeof value === 'number' && !Number.isFinite(value)) throw new JsonataFailure('D3001', { value });
  const from = isList(value) && (flagsOf(value) & OUTER_WRAPPER) !== 0 ? value[0] : value;
  return new Printer(evaluation, indent).print(from, 0);
}

class Printer {
  readonly #evaluation: Evaluation;
  readonly #indent: number;

  constructor(evaluation: Evaluation, indent: number) {
    this.#evaluation = evaluation;
    this.#indent = indent;
  }

  print(value: Value, depth: number): string {
    if (depth > VALUE_DEPTH_MAX) throw JsonataFailure.tooDeep();
    if (value === undefined || value === null) return this.#counted('null');
    if (typeof value === 'string') return this.#quoted(value);
    if (typeof value === 'boolean') return this.#counted(String(value));
    if (typeof value === 'number' || isExactNumber(value)) return this.#counted(numberText(value));
    if (isList(value)) return this.#list(value, depth);
    return isRecord(value) ? this.#object(value, depth) : this.#counted('""');
  }

  #list(list: readonly Value[], depth: number): string {
    let text = '';
    for (const item of list)
      text += this.#separated(text) + this.#line(depth + 1) + this.print(item, depth + 1);
    return text === '' ? '[]' : `[${text}${this.#line(depth)}]`;
  }

  #object(object: { readonly [key: string]: Value }, depth: number): string {
    let text = '';
    for (const key of Object.keys(object)) {
      const value = memberOf(object, key);
      if (value === undefined) continue;
      const name = `${this.#quoted(key)}:${this.#indent > 0 ? ' ' : ''}`;
      text += this.#separated(text) + this.#line(depth + 1) + name + this.print(value, depth + 1);
    }
    return text === '' ? '{}' : `{${text}${this.#line(depth)}}`;
  }

  #separated(before: string): string {
    this.#evaluation.joinedText(before.length);
    return before === '' ? '' : ',';
  }

  #line(depth: number): string {
    return this.#indent === 0 ? '' : this.#counted(`\n${' '.repeat(this.#indent * depth)}`);
  }

  #quoted(value: string): string {
    this.#evaluation.scan(value.length);
    this.#evaluation.text(value.length);
    return JSON.stringify(value);
  }

  #counted(text: string): string {
    this.#evaluation.text(text.length);
    return text;
  }
}

/** JavaScript's notation of the number with 15 significant digits. */
function numberText(value: Value): string {
  const number = numberIn(value);
  return number === undefined ? 'null' : String(Number(number.toPrecision(15)));
}
