import { InvalidJsonata } from './invalid-jsonata.ts';
import type { Node, NodeOf, Pair } from './node.ts';
import type { Resolved } from './resolve.ts';

/** What an expression reads from outside. */
export interface References {
  /** Variables that it does not bind itself; names of functions that are called are none. */
  readonly variables: readonly string[];
  /** Members of `$states` that it names. */
  readonly statesMembers: readonly string[];
  /** `$states` as a whole, or a member that cannot be told from the text. */
  readonly isStatesWhole: boolean;
}

/** Functions whose further arguments are functions. */
const TAKE_FUNCTIONS = new Set([
  'map',
  'filter',
  'single',
  'reduce',
  'each',
  'sift',
  'sort',
  'replace',
  'match',
]);

/**
 * Finds what an expression reads, by AWS's rules: there is no context at the top level.
 *
 * @param functions Names that are functions.
 * @throws InvalidJsonata UNSUPPORTED_JSONATA_EXPRESSION for a bare name or `$` where there is no context, and for `$$`.
 */
export function referencesOf(
  { node, bound }: Resolved,
  functions: { has(name: string): boolean },
): References {
  const finder = new Finder(bound, functions);
  finder.visit(node, false);
  return {
    variables: [...finder.variables],
    statesMembers: [...finder.statesMembers],
    isStatesWhole: finder.isStatesWhole,
  };
}

class Finder {
  readonly variables = new Set<string>();
  readonly statesMembers = new Set<string>();
  isStatesWhole = false;
  readonly #bound: ReadonlySet<string>;
  readonly #functions: { has(name: string): boolean };

  constructor(bound: ReadonlySet<string>, functions: { has(name: string): boolean }) {
    this.#bound = bound;
    this.#functions = functions;
  }

  /** @param hasContext Whether `$` and bare names mean something here. */
  visit(node: Node, hasContext: boolean): void {
    this.#visitKind(node, hasContext);
    for (const stage of [...(node.predicates ?? []), ...(node.stages ?? [])]) {
      if (stage.type === 'filter') this.visit(stage.expression, true);
    }
    this.#visitPairs(node.group ?? [], true);
  }

  #visitKind(node: Node, hasContext: boolean): void {
    switch (node.type) {
      case 'path':
        return this.#visitPath(node, hasContext);
      case 'name':
        if (!hasContext) throw atTop(node.value);
        return;
      case 'variable':
        return this.#visitVariable(node.value, hasContext);
      case 'call':
      case 'partial':
        return this.#visitCall(node, hasContext);
      case 'apply':
        this.visit(node.left, hasContext);
        return this.#visitFunction(node.right, hasContext);
      case 'object':
        return this.#visitPairs(node.pairs, hasContext);
      case 'sort':
        return this.#visitAll(
          node.terms.map(({ expression }) => expression),
          true,
        );
      case 'transform':
        return this.#visitAll(
          [node.pattern, node.update, ...(node.remove === undefined ? [] : [node.remove])],
          true,
        );
      default:
        return this.#visitAll(partsOf(node), hasContext);
    }
  }

  #visitAll(nodes: readonly Node[], hasContext: boolean): void {
    for (const node of nodes) this.visit(node, hasContext);
  }

  #visitPairs(pairs: readonly Pair[], hasContext: boolean): void {
    for (const pair of pairs) this.#visitAll(pair, hasContext);
  }

  #visitPath({ steps }: NodeOf<'path'>, hasContext: boolean): void {
    const [first, second] = steps;
    const isStates = first?.type === 'variable' && first.value === 'states' && !this.#bound.has('states');
    if (isStates && first.stages === undefined && second?.type === 'name')
      this.statesMembers.add(second.value);
    else if (first !== undefined) this.visit(first, hasContext);
    this.#visitAll(steps.slice(1), true);
  }

  #visitVariable(name: string, hasContext: boolean): void {
    // `$$` has no place anywhere, and AWS's message names none (measured).
    if (name === '$') throw unsupported("'$$'");
    if (name === '' && !hasContext) throw atTop('$');
    if (name === '' || this.#bound.has(name)) return;
    if (name === 'states') this.isStatesWhole = true;
    else this.variables.add(name);
  }

  #visitCall({ procedure, args }: NodeOf<'call' | 'partial'>, hasContext: boolean): void {
    this.#visitFunction(procedure, hasContext);
    const takesFunctions = procedure.type === 'variable' && TAKE_FUNCTIONS.has(procedure.value);
    args.forEach((arg, index) => {
      if (takesFunctions && index > 0) this.#visitFunction(arg, hasContext);
      else this.visit(arg, hasContext);
    });
  }

  /** Where a function stands, the name of one is no variable. */
  #visitFunction(node: Node, hasContext: boolean): void {
    if (node.type !== 'variable' || !this.#functions.has(node.value)) this.visit(node, hasContext);
  }
}

function atTop(name: string): InvalidJsonata {
  return unsupported(`'${name}' at the top level`);
}

function unsupported(what: string): InvalidJsonata {
  return new InvalidJsonata('UNSUPPORTED_JSONATA_EXPRESSION', `Reference to ${what} is not supported.`);
}

/** The expressions inside one that sees what they see. */
function partsOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'binary':
      return [node.left, node.right];
    case 'bind':
    case 'negate':
      return [node.right];
    case 'list':
      return node.items;
    case 'block':
      return node.expressions;
    case 'lambda':
      return [node.body];
    case 'condition':
      return [node.condition, node.then, ...(node.otherwise === undefined ? [] : [node.otherwise])];
    default:
      return [];
  }
}
