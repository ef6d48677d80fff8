import { inheritSeeking, resolveAncestry, seekParent } from './ancestry.ts';
import { syntaxError } from './invalid-jsonata.ts';
import type { Node, NodeOf, Pair } from './node.ts';
import type { Syntax, SyntaxPair } from './syntax.ts';

/**
 * Puts the steps of paths together, with their filters, sorts, groups and variables, and finds what each `%` means.
 *
 * @throws InvalidJsonata S0209 to S0217
 */
export function resolve(syntax: Syntax): Resolved {
  const resolver = new Resolver();
  const node = resolver.resolve(syntax);
  if (node.type === 'parent' || node.seeking !== undefined) throw syntaxError('S0217', node.position);
  return { node, bound: resolver.bound };
}

export interface Resolved {
  readonly node: Node;
  /** Names of variables that the expression binds itself, anywhere. */
  readonly bound: ReadonlySet<string>;
}

class Resolver {
  readonly bound = new Set<string>();
  #labels = 0;
  #binds = 0;

  resolve(syntax: Syntax): Node {
    const node = this.#resolveKind(syntax);
    if (syntax.keepArray === true) node.keepArray = true;
    return node;
  }

  #resolveKind(syntax: Syntax): Node {
    const { position } = syntax;
    switch (syntax.type) {
      case 'name':
        return this.#name(syntax.value, syntax);
      case 'string':
      case 'number':
      case 'value':
        return { type: 'literal', value: syntax.value, position, ...kept(syntax) };
      case 'variable':
        return { type: 'variable', value: syntax.value, position, ...kept(syntax) };
      case 'regex':
        return { type: 'regex', value: syntax.value, position, ...kept(syntax) };
      case 'wildcard':
      case 'descendant':
      case 'placeholder':
        return { type: syntax.type, position, ...kept(syntax) };
      case 'parent':
        return { type: 'parent', slot: { label: this.#labels++, level: 1 }, position };
      case 'end':
        throw syntaxError('S0207', position);
      case 'map':
        return this.#map(syntax);
      case 'filter':
        return this.#filter(syntax);
      case 'group':
        return this.#group(syntax);
      case 'sort':
        return this.#sort(syntax);
      case 'focus':
        return this.#focus(syntax);
      case 'index':
        return this.#index(syntax);
      default:
        return this.#compound(syntax);
    }
  }

  /** Expressions that are no path. */
  #compound(syntax: Exclude<Syntax, PathSyntax>): Node {
    const { position } = syntax;
    switch (syntax.type) {
      case 'binary': {
        const [left, right] = [this.resolve(syntax.left), this.resolve(syntax.right)];
        return seeking({ type: 'binary', operator: syntax.operator, left, right, position }, left, right);
      }
      case 'apply': {
        const [left, right] = [this.resolve(syntax.left), this.resolve(syntax.right)];
        const keepArray = left.keepArray === true || right.keepArray === true;
        return { type: 'apply', left, right, position, ...(keepArray ? { keepArray } : {}) };
      }
      case 'bind': {
        const right = this.resolve(syntax.right);
        this.bound.add(syntax.variable);
        this.#binds++;
        return seeking({ type: 'bind', variable: syntax.variable, right, position }, right);
      }
      case 'negate': {
        const right = this.resolve(syntax.right);
        if (right.type !== 'literal' || typeof right.value !== 'number') {
          return seeking({ type: 'negate', right, position }, right);
        }
        return { ...right, value: -right.value };
      }
      case 'list': {
        const items = syntax.items.map((item) => this.resolve(item));
        return seeking({ type: 'list', items, position }, ...items);
      }
      case 'object': {
        const pairs = this.#pairs(syntax.pairs);
        return seeking({ type: 'object', pairs, position }, ...pairs.flat());
      }
      case 'block':
        return this.#block(syntax);
      case 'call': {
        const args = syntax.args.map((arg) => this.resolve(arg));
        const type = args.some((arg) => arg.type === 'placeholder') ? 'partial' : 'call';
        return seeking({ type, procedure: this.resolve(syntax.procedure), args, position }, ...args);
      }
      case 'lambda': {
        const { parameters, signature } = syntax;
        for (const parameter of parameters) this.bound.add(parameter);
        return { type: 'lambda', parameters, signature, body: this.resolve(syntax.body), position };
      }
      case 'condition':
        return this.#condition(syntax);
      case 'transform': {
        const [pattern, update] = [this.resolve(syntax.pattern), this.resolve(syntax.update)];
        const remove = syntax.remove && this.resolve(syntax.remove);
        return { type: 'transform', pattern, update, remove, position };
      }
    }
  }

  #name(value: string, syntax: Syntax): NodeOf<'path'> {
    const { position } = syntax;
    const path: NodeOf<'path'> = {
      type: 'path',
      steps: [{ type: 'name', value, position, ...kept(syntax) }],
      position,
    };
    if (syntax.keepArray === true) path.keepSingleton = true;
    return path;
  }

  #map({ left, right, position }: SyntaxOf<'map'>): Node {
    const first = this.resolve(left);
    const path: NodeOf<'path'> = first.type === 'path' ? first : { type: 'path', steps: [first], position };
    if (first.type === 'parent') path.seeking = [first.slot];
    const rest = this.resolve(right);
    if (rest.type === 'path') path.steps.push(...rest.steps);
    else {
      predicatesToStages(rest);
      path.steps.push(rest);
    }
    path.steps.forEach((step, index) => {
      if (step.type === 'literal') path.steps[index] = nameOf(step);
    });
    if (path.steps.some((step) => step.keepArray === true)) path.keepSingleton = true;
    for (const end of [path.steps.at(0), path.steps.at(-1)])
      if (end?.type === 'list') end.isConstructed = true;
    resolveAncestry(path);
    return path;
  }

  #filter({ left, right, position }: SyntaxOf<'filter'>): Node {
    const node = this.resolve(left);
    const step = lastStep(node);
    if (step.group !== undefined) throw syntaxError('S0209', position);
    const expression = this.resolve(right);
    for (const slot of expression.seeking ?? []) {
      if (slot.level === 1) seekParent(step, slot);
      else slot.level--;
    }
    if (expression.seeking !== undefined) inheritSeeking(step, expression);
    const stages = node.type === 'path' ? 'stages' : 'predicates';
    step[stages] = [...(step[stages] ?? []), { type: 'filter', expression }];
    return node;
  }

  #group({ left, pairs, position }: SyntaxOf<'group'>): Node {
    const node = this.resolve(left);
    if (node.group !== undefined) throw syntaxError('S0210', position);
    node.group = this.#pairs(pairs);
    return node;
  }

  #sort({ left, terms, position }: SyntaxOf<'sort'>): Node {
    const node = this.resolve(left);
    const path: NodeOf<'path'> = node.type === 'path' ? node : { type: 'path', steps: [node], position };
    const resolved = terms.map(({ descending, expression }) => ({
      descending,
      expression: this.resolve(expression),
    }));
    const step: Node = { type: 'sort', terms: resolved, position };
    path.steps.push(seeking(step, ...resolved.map(({ expression }) => expression)));
    resolveAncestry(path);
    return path;
  }

  #focus({ left, variable, position, keepArray }: SyntaxOf<'focus'>): Node {
    const node = this.resolve(left);
    const step = lastStep(node);
    if (step.stages !== undefined || step.predicates !== undefined) throw syntaxError('S0215', position);
    if (step.type === 'sort') throw syntaxError('S0216', position);
    if (keepArray === true) step.keepArray = true;
    this.bound.add(variable);
    step.focus = variable;
    step.tuple = true;
    return node;
  }

  #index({ left, variable, position }: SyntaxOf<'index'>): Node {
    const node = this.resolve(left);
    const step = lastStep(node);
    if (node.type !== 'path') predicatesToStages(step);
    this.bound.add(variable);
    if (step.stages === undefined) step.index = variable;
    else step.stages.push({ type: 'index', variable });
    step.tuple = true;
    return node.type === 'path' ? node : { type: 'path', steps: [node], position };
  }

  #block({ expressions, position }: SyntaxOf<'block'>): Node {
    const before = this.#binds;
    const parts = expressions.map((expression) => this.resolve(expression));
    const binds = this.#binds > before;
    const block: Node = seeking({ type: 'block', expressions: parts, binds, position }, ...parts);
    const isConstructed = (part: Node) =>
      part.isConstructed === true || (part.type === 'path' && part.steps[0]?.isConstructed === true);
    if (parts.some(isConstructed)) block.isConstructed = true;
    return block;
  }

  #condition(syntax: SyntaxOf<'condition'>): Node {
    const { position } = syntax;
    const condition = this.resolve(syntax.condition);
    const then = this.resolve(syntax.then);
    const otherwise = syntax.otherwise && this.resolve(syntax.otherwise);
    const parts = otherwise === undefined ? [condition, then] : [condition, then, otherwise];
    return seeking({ type: 'condition', condition, then, otherwise, position }, ...parts);
  }

  #pairs(pairs: readonly SyntaxPair[]): readonly Pair[] {
    return pairs.map(([key, value]): Pair => [this.resolve(key), this.resolve(value)]);
  }
}

type SyntaxOf<Type extends Syntax['type']> = Extract<Syntax, { type: Type }>;
type PathSyntax = SyntaxOf<
  | 'name'
  | 'string'
  | 'number'
  | 'value'
  | 'variable'
  | 'regex'
  | 'wildcard'
  | 'descendant'
  | 'placeholder'
  | 'parent'
  | 'end'
  | 'map'
  | 'filter'
  | 'group'
  | 'sort'
  | 'focus'
  | 'index'
>;

function kept({ keepArray }: Syntax): { keepArray?: true } {
  return keepArray === true ? { keepArray } : {};
}

function seeking(node: Node, ...parts: readonly Node[]): Node {
  for (const part of parts) inheritSeeking(node, part);
  return node;
}

function lastStep(node: Node): Node {
  return node.type === 'path' ? (node.steps.at(-1) ?? node) : node;
}

function predicatesToStages(node: Node): void {
  if (node.predicates === undefined) return;
  node.stages = node.predicates;
  delete node.predicates;
}

/** Text in a path names a member; other literals are no step. */
function nameOf(literal: NodeOf<'literal'>): Node {
  const { value, position } = literal;
  if (typeof value === 'string') return { ...literal, type: 'name', value };
  throw syntaxError('S0213', position, { value });
}
