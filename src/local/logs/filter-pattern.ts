import { ServiceRefusal } from '../service/refusal.ts';
import { invalidPattern, jsonPattern } from './json-pattern.ts';

/**
 * What a filter pattern lets through: all of its terms, one of those with `?`, none of those with `-`; a term in quotes
 * may hold anything. In braces, see `jsonPattern`.
 *
 * @throws ServiceRefusal InvalidParameterException, NotImplemented for patterns of columns and regular expressions.
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text.startsWith('{') && text.endsWith('}')) return jsonPattern(text);
  if (text.startsWith('[') || text.startsWith('%')) {
    throw new ServiceRefusal(
      'NotImplemented',
      `The local CloudWatch Logs has no filter patterns of columns or regular expressions: ${text}`,
      501,
    );
  }
  const terms = termsOf(text);
  const needed = terms.filter(({ sign }) => sign === '').map(({ term }) => term);
  const unwanted = terms.filter(({ sign }) => sign === '-').map(({ term }) => term);
  // Beside terms that are needed, those with ? say nothing.
  const either = needed.length > 0 ? [] : terms.filter(({ sign }) => sign === '?').map(({ term }) => term);
  return (message) =>
    needed.every((term) => message.includes(term)) &&
    !unwanted.some((term) => message.includes(term)) &&
    (either.length === 0 || either.some((term) => message.includes(term)));
}

const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;

function termsOf(text: string): { readonly sign: string; readonly term: string }[] {
  const terms: { sign: string; term: string }[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const [, sign = '', quoted, plain] = TERM.exec(text) ?? [];
    const term = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (term === undefined) throw invalidPattern(text);
    terms.push({ sign, term });
  }
  return terms;
}
