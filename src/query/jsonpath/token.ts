import type { Json } from '../../base/json.ts';
import type { Pattern } from './pattern.ts';

/** One step of a path. */
export type Token =
  /** `.a`, `['a']`, `['a','b']`. */
  | { readonly kind: 'property'; readonly names: readonly string[] }
  /** `[0]`, `[-1]`, `[0,2]`. */
  | { readonly kind: 'index'; readonly indexes: readonly number[] }
  /** `[1:3]`, `[-2:]`, `[:2]`; Jayway reads no step and wants at least one bound. */
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  /** `..`: the token after it is applied to every container below. */
  | { readonly kind: 'scan' }
  | { readonly kind: 'filter'; readonly condition: Condition }
  /** `[(@.length-1)]`: AWS accepts it in a definition; Jayway cannot evaluate it. */
  | { readonly kind: 'script' }
  /** `.length()`; always the last token. */
  | { readonly kind: 'function'; readonly name: string; readonly parameters: readonly Operand[] };

/** What a filter asks of an item. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  | { readonly kind: 'exists'; readonly path: ItemPath; readonly isWanted: boolean }
  | {
      readonly kind: 'compare';
      readonly left: Operand;
      readonly operator: Operator;
      readonly right: Operand;
    };

export type Operand =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'pattern'; readonly source: string; readonly pattern: Pattern }
  /** A text without quotes, `@.state == Failed`: AWS accepts it in a definition; Jayway cannot evaluate it. */
  | { readonly kind: 'word'; readonly word: string }
  | ItemPath;

/** A path inside a filter: `@...` from the item, `$...` from the document. */
export interface ItemPath {
  readonly kind: 'path';
  readonly from: 'item' | 'document';
  readonly tokens: readonly Token[];
}

export const OPERATORS = [
  '==',
  '===',
  '!=',
  '!==',
  '<',
  '<=',
  '>',
  '>=',
  '=~',
  'in',
  'nin',
  'contains',
  'all',
  'size',
  'empty',
  'subsetof',
  'anyof',
  'noneof',
] as const;

export type Operator = (typeof OPERATORS)[number];

/** A token that leads to at most one value by plain access: the steps of a Reference Path. */
export function isPlain(token: Token): boolean {
  return (
    (token.kind === 'property' && token.names.length === 1) ||
    (token.kind === 'index' && token.indexes.length === 1)
  );
}

/** Whether these tokens lead to at most one value. Several names at the end are merged into one object. */
export function isDefinite(tokens: readonly Token[]): boolean {
  const head = tokens.at(-1)?.kind === 'function' ? tokens.slice(0, -1) : tokens;
  return head.every((token, i) => isPlain(token) || (token.kind === 'property' && i === head.length - 1));
}

/** The canonical text AWS's messages show: `$['a'][0]['b']`. */
export function tokensText(tokens: readonly Token[]): string {
  return tokens.map(tokenText).join('');
}

function tokenText(token: Token): string {
  switch (token.kind) {
    case 'property':
      return `[${token.names.map((name) => `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(',')}]`;
    case 'index':
      return `[${token.indexes.join(',')}]`;
    case 'slice':
      return `[${token.from ?? ''}:${token.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'scan':
      return '..';
    case 'filter':
      return '[?]';
    case 'script':
      return '[()]';
    case 'function':
      return `.${token.name}()`;
  }
}
