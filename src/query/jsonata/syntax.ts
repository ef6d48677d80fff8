import type { Pattern } from './pattern.ts';
import type { Signature } from './signature.ts';

/** What the parser understands; `resolve.ts` makes paths, steps and stages of it. */
export type Syntax = SyntaxKind & {
  readonly position: number;
  /** Nodes within one another, this one included. */
  readonly height: number;
  /** `[]` stands behind it. */
  keepArray?: boolean;
};

export type SyntaxPair = readonly [key: Syntax, value: Syntax];

export interface SyntaxTerm {
  readonly descending: boolean;
  readonly expression: Syntax;
}

/** One kind of its own for every type, so that a switch can tell them apart. */
type Each<Type extends string, Rest> = Type extends string ? { readonly type: Type } & Rest : never;

type SyntaxKind =
  | Each<'name' | 'variable' | 'string', { readonly value: string }>
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'value'; readonly value: boolean | null }
  | { readonly type: 'regex'; readonly value: Pattern }
  /** `*`, `**`, `%`, the `?` of a partial application, and the end of the text. */
  | Each<'wildcard' | 'descendant' | 'parent' | 'placeholder' | 'end', unknown>
  | { readonly type: 'binary'; readonly operator: string; readonly left: Syntax; readonly right: Syntax }
  | Each<'map' | 'filter' | 'apply', { readonly left: Syntax; readonly right: Syntax }>
  | { readonly type: 'group'; readonly left: Syntax; readonly pairs: readonly SyntaxPair[] }
  | { readonly type: 'sort'; readonly left: Syntax; readonly terms: readonly SyntaxTerm[] }
  | Each<'focus' | 'index', { readonly left: Syntax; readonly variable: string }>
  | { readonly type: 'bind'; readonly variable: string; readonly right: Syntax }
  | { readonly type: 'negate'; readonly right: Syntax }
  | { readonly type: 'list'; readonly items: readonly Syntax[] }
  | { readonly type: 'object'; readonly pairs: readonly SyntaxPair[] }
  | { readonly type: 'block'; readonly expressions: readonly Syntax[] }
  | { readonly type: 'call'; readonly procedure: Syntax; readonly args: readonly Syntax[] }
  | {
      readonly type: 'lambda';
      readonly parameters: readonly string[];
      readonly signature: Signature | undefined;
      readonly body: Syntax;
    }
  | {
      readonly type: 'condition';
      readonly condition: Syntax;
      readonly then: Syntax;
      readonly otherwise: Syntax | undefined;
    }
  | {
      readonly type: 'transform';
      readonly pattern: Syntax;
      readonly update: Syntax;
      readonly remove: Syntax | undefined;
    };
