/** What a template is made of, once parsed. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'set'; readonly to: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly kind: 'foreach';
      readonly name: string;
      readonly from: Expression;
      readonly body: readonly Node[];
    }
  | { readonly kind: 'break' | 'stop' };

export interface Branch {
  /** Absent for `#else`. */
  readonly condition?: Expression;
  readonly body: readonly Node[];
}

/** `$input.params('a').b[0]`. */
export interface Reference {
  /** As it was written: what is printed when there is nothing. */
  readonly text: string;
  /** `$!`: prints nothing then. */
  readonly isQuiet: boolean;
  /** `\$name`: prints itself when there is such a variable. */
  readonly isEscaped: boolean;
  readonly name: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A text in double quotes is a template itself. */
  | { readonly kind: 'template'; readonly body: readonly Node[] }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'not' | 'minus'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';
