import { unreachable } from '../../base/assert.ts';
import { equalJson, isArray, isNumber, isObject, type Json, toNumber, typeName } from '../../base/json.ts';
import { type Pattern, SUBJECT_LENGTH_MAX } from './pattern.ts';
import { type Query, type Run, refuse, spend } from './run.ts';
import type { Condition, ItemPath, Operand, Operator, Token } from './token.ts';

/** Whether a filter lets an item through. */
export type Accepts = (item: Json, run: Run) => boolean;

/** Compiles the paths inside a filter: paths hold filters and filters hold paths. */
type QueryCompiler = (tokens: readonly Token[]) => Query;

export function compileCondition(condition: Condition, compileQuery: QueryCompiler): Accepts {
  const compile = (term: Condition) => compileCondition(term, compileQuery);
  switch (condition.kind) {
    case 'all': {
      const terms = condition.terms.map(compile);
      return (item, run) => terms.every((accepts) => accepts(item, run));
    }
    case 'any': {
      const terms = condition.terms.map(compile);
      return (item, run) => terms.some((accepts) => accepts(item, run));
    }
    case 'not': {
      const accepts = compile(condition.term);
      return (item, run) => !accepts(item, run);
    }
    case 'exists': {
      const exists = compileExists(condition.path, compileQuery);
      return (item, run) => exists(item, run) === condition.isWanted;
    }
    case 'compare':
      return compileComparison(condition, compileQuery);
  }
}

/** The value of a literal or a path; undefined for a pattern and for a path that finds nothing. */
export function compileOperand(operand: Operand, compileQuery: QueryCompiler): Query {
  switch (operand.kind) {
    case 'value':
      return () => operand.value;
    case 'pattern':
      return () => undefined;
    case 'word':
      return (_item, run) => refuse(run, `compares with ${operand.word}: a text needs quotes`);
    case 'path': {
      const query = compileQuery(operand.tokens);
      return (item, run) => query(operand.from === 'item' ? item : run.document, run);
    }
  }
}

/** A list of matches exists even when it is empty, unless a property asked for is missing. */
function compileExists(path: ItemPath, compileQuery: QueryCompiler): Accepts {
  const query = compileOperand(path, compileQuery);
  return (item, run) => {
    const { isStrict, isMissing } = run;
    run.isStrict = true;
    run.isMissing = false;
    const found = query(item, run);
    const exists = found !== undefined && !run.isMissing;
    run.isStrict = isStrict;
    run.isMissing = isMissing;
    return exists;
  };
}

type Comparison = Extract<Condition, { kind: 'compare' }>;

function compileComparison({ left, operator, right }: Comparison, compileQuery: QueryCompiler): Accepts {
  if (operator === '=~') return compileMatch(left, right, compileQuery);
  const [first, second] = [compileOperand(left, compileQuery), compileOperand(right, compileQuery)];
  return (item, run) => {
    // Comparing two documents costs as much as walking them.
    const [a, b] = [first(item, run), second(item, run)];
    spend(run, 1 + sizeOf(a) + sizeOf(b));
    return holds(operator, a, b);
  };
}

function sizeOf(value: Json | undefined): number {
  if (isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

function holds(operator: Operator, a: Json | undefined, b: Json | undefined): boolean {
  switch (operator) {
    case '==':
      return equals(a, b);
    case '!=':
      return !equals(a, b);
    case '===':
      return isSameType(a, b) && equals(a, b);
    case '!==':
      return !(isSameType(a, b) && equals(a, b));
    case '<':
      return order(a, b, (sign) => sign < 0);
    case '<=':
      return order(a, b, (sign) => sign <= 0);
    case '>':
      return order(a, b, (sign) => sign > 0);
    case '>=':
      return order(a, b, (sign) => sign >= 0);
    case '=~':
      return false;
    default:
      return holdsForLists(operator, a, b);
  }
}

type ListOperator = Exclude<Operator, '==' | '!=' | '===' | '!==' | '<' | '<=' | '>' | '>=' | '=~'>;

function holdsForLists(operator: ListOperator, a: Json | undefined, b: Json | undefined): boolean {
  switch (operator) {
    case 'in':
      return isArray(b) && contains(b, a);
    case 'nin':
      return !(isArray(b) && contains(b, a));
    case 'contains':
      if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
      return isArray(a) && contains(a, b);
    case 'all':
      return isArray(a) && isArray(b) && b.every((item) => contains(a, item));
    case 'size':
      return isNumber(b) && (typeof a === 'string' || isArray(a)) && a.length === Math.trunc(toNumber(b));
    case 'empty':
      return (typeof a === 'string' || isArray(a) || isObject(a)) && (lengthOf(a) === 0) === b;
    case 'subsetof':
      return isArray(a) && isArray(b) && a.every((item) => contains(b, item));
    case 'anyof':
      return isArray(a) && isArray(b) && a.some((item) => contains(b, item));
    case 'noneof':
      return isArray(a) && isArray(b) && !a.some((item) => contains(b, item));
    default:
      return unreachable(operator);
  }
}

function lengthOf(value: Json): number {
  return typeof value === 'string' ? value.length : sizeOf(value);
}

function contains(list: readonly Json[], value: Json | undefined): boolean {
  return list.some((item) => equals(value, item));
}

/** Jayway compares a number with a text that reads as one; nothing equals what is not there. */
function equals(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (typeof a === 'string' && isNumber(b)) return a === numberText(b);
  if (isNumber(a) && typeof b === 'string') return b.trim() !== '' && Number(b) === toNumber(a);
  return equalJson(a, b);
}

function numberText(value: Json): string {
  return JSON.stringify(value);
}

function isSameType(a: Json | undefined, b: Json | undefined): boolean {
  return a !== undefined && b !== undefined && typeName(a) === typeName(b);
}

function order(a: Json | undefined, b: Json | undefined, accepts: (sign: number) => boolean): boolean {
  if (isNumber(a) && isNumber(b)) return accepts(toNumber(a) - toNumber(b));
  if (typeof a === 'string' && typeof b === 'string') return accepts(a < b ? -1 : a > b ? 1 : 0);
  return false;
}

function compileMatch(left: Operand, right: Operand, compileQuery: QueryCompiler): Accepts {
  const pattern = left.kind === 'pattern' ? left : right.kind === 'pattern' ? right : undefined;
  if (pattern === undefined || left.kind === right.kind) return () => false;
  const subjects = compileOperand(left.kind === 'pattern' ? right : left, compileQuery);
  return (item, run) => {
    const subject = subjects(item, run);
    const texts = isArray(subject) ? subject : [subject];
    return texts.some((text) => matches(pattern.pattern, subjectText(text), run));
  };
}

/** Numbers and booleans match by their text; anything else counts as empty, as in Jayway. */
function subjectText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || isNumber(value)) return JSON.stringify(value);
  return '';
}

function matches(pattern: Pattern, text: string, run: Run): boolean {
  if (text.length > SUBJECT_LENGTH_MAX)
    refuse(run, `matches a text longer than ${SUBJECT_LENGTH_MAX} characters`);
  // 100 steps of a regular expression take about as long as one visit.
  spend(run, 1 + pattern.stepsMax(text.length) / 100);
  return pattern.matches(text);
}
