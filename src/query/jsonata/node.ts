import type { Pattern } from './pattern.ts';
import type { Signature } from './signature.ts';

/** An expression with its paths put together, ready to be compiled. Built by `resolve.ts`, read-only afterwards. */
export type Node = NodeKind & Decoration;
export type NodeOf<Type extends Node['type']> = Extract<NodeKind, { type: Type }> & Decoration;

export type Pair = readonly [key: Node, value: Node];

export interface Term {
  readonly descending: boolean;
  readonly expression: Node;
}

/** A `[…]` or a `#$i` behind a step. */
type Stage =
  | { readonly type: 'filter'; readonly expression: Node }
  | { readonly type: 'index'; readonly variable: string };

/** The object that a `%` asks for. Its label names the variable that will hold it. */
export interface Slot {
  label: number;
  /** Steps still to go back. */
  level: number;
}

interface Decoration {
  readonly position: number;
  /** `[]` stands behind it: one item stays a list. */
  keepArray?: boolean;
  /** Behind an expression that is no step of a path. */
  predicates?: Stage[];
  /** Behind a step. */
  stages?: Stage[];
  group?: readonly Pair[];
  /** `@$v` */
  focus?: string;
  /** `#$i` */
  index?: string;
  /** Somebody's `%` means the input of this step. */
  ancestor?: Slot;
  /** The step hands on tuples. */
  tuple?: boolean;
  isConstructed?: boolean;
  /** Parents asked for inside and not found yet. */
  seeking?: Slot[];
}

/** One kind of its own for every type, so that a switch can tell them apart. */
type Each<Type extends string, Rest> = Type extends string ? { readonly type: Type } & Rest : never;

type NodeKind =
  | { readonly type: 'path'; readonly steps: Node[]; keepSingleton?: boolean }
  | Each<'name' | 'variable', { readonly value: string }>
  | { readonly type: 'literal'; readonly value: string | number | boolean | null }
  | { readonly type: 'regex'; readonly value: Pattern }
  | Each<'wildcard' | 'descendant' | 'placeholder', unknown>
  | { readonly type: 'parent'; readonly slot: Slot }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'apply'; readonly left: Node; readonly right: Node }
  | { readonly type: 'sort'; readonly terms: readonly Term[] }
  | { readonly type: 'bind'; readonly variable: string; readonly right: Node }
  | { readonly type: 'negate'; readonly right: Node }
  | { readonly type: 'list'; readonly items: readonly Node[] }
  | { readonly type: 'object'; readonly pairs: readonly Pair[] }
  /** `binds`: a variable is set somewhere inside. */
  | { readonly type: 'block'; readonly expressions: readonly Node[]; readonly binds: boolean }
  | Each<'call' | 'partial', { readonly procedure: Node; readonly args: readonly Node[] }>
  | {
      readonly type: 'lambda';
      readonly parameters: readonly string[];
      readonly signature: Signature | undefined;
      readonly body: Node;
    }
  | {
      readonly type: 'condition';
      readonly condition: Node;
      readonly then: Node;
      readonly otherwise: Node | undefined;
    }
  | {
      readonly type: 'transform';
      readonly pattern: Node;
      readonly update: Node;
      readonly remove: Node | undefined;
    };
