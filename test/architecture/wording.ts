import type { SourceFile } from './project.ts';
import type { Rule } from './rule.ts';
import type { Token } from './tokens.ts';

/** The public entry of the package gathers what others may import; nothing else may. */
const ENTRY = 'src/index.ts';

const noForeignForms: Rule = {
  claim: 'there are no default exports, no enums and no namespaces',
  violations: ({ files }) =>
    files.flatMap(({ path, code }) =>
      code.flatMap((token, index) => {
        const form = foreignForm(token, code[index + 1], code[index + 2]);
        return form === undefined ? [] : `${path}:${token.line}: ${form}`;
      }),
    ),
  planted: {
    'src/base/a.ts': 'export default 1;',
    'src/base/b.ts': 'const enum Color {}',
    'src/base/c.ts': 'namespace N {}',
  },
  report: ['src/base/a.ts:1: default export', 'src/base/b.ts:1: enum', 'src/base/c.ts:1: namespace'],
  allowed: {
    'src/base/a.ts':
      "const member = { enum: ['a'] };\nx.enum;\nswitch (x) { default: y; }\nlet namespace = 1;",
  },
};

function foreignForm(token: Token, next: Token | undefined, after: Token | undefined): string | undefined {
  if (token.text === 'export' && next?.text === 'default') return 'default export';
  if (/^(enum|namespace)$/.test(token.text) && next?.kind === 'word' && after?.text === '{')
    return token.text;
  return undefined;
}

const noBarrels: Rule = {
  claim: 'there are no barrel files',
  violations: ({ files }) =>
    files
      .filter((file) => file.path !== ENTRY && isBarrel(file))
      .map(({ path }) => `${path}: only passes on what others export`),
  planted: {
    'src/base/a.ts': "export * from './b.ts';\nexport const x = 1;",
    'src/base/c.ts': "import { d } from './d.ts';\nexport { d };\nexport { e } from './e.ts';",
  },
  report: [
    'src/base/a.ts: only passes on what others export',
    'src/base/c.ts: only passes on what others export',
  ],
  allowed: {
    'src/index.ts': "export { a } from './a.ts';",
    'src/base/a.ts': "export type { B } from './b.ts';\nexport function f() {}",
  },
};

/** Passes everything on, or says nothing of its own. */
function isBarrel({ code }: SourceFile): boolean {
  const top = code.filter(({ depth }) => depth === 0);
  const starts = top.filter(({ text }) =>
    /^(import|export|const|let|function|class|interface|type|async)$/.test(text),
  );
  const passesAll = top.some((token, index) => token.text === 'export' && top[index + 1]?.text === '*');
  const passesSome = top.some(
    (token, index) => token.text === 'export' && /^(\{|type)$/.test(top[index + 1]?.text ?? ''),
  );
  const saysNothing = starts.every((token) => {
    const next = top[top.indexOf(token) + 1]?.text ?? '';
    if (token.text === 'import') return true;
    if (token.text === 'export')
      return next === '{' || (next === 'type' && top[top.indexOf(token) + 2]?.text === '{');
    return token.text === 'type' && next === '{';
  });
  return passesAll || (passesSome && saysNothing);
}

const noHiddenState: Rule = {
  claim: 'no module holds state that changes',
  violations: ({ files }) =>
    files
      .filter(({ path, isTest }) => path.startsWith('src/') && !isTest)
      .flatMap(({ path, code }) =>
        code.flatMap((token, index) =>
          token.depth === 0 && holdsState(code, index)
            ? `${path}:${token.line}: keeps ${code[index + 1]?.text}`
            : [],
        ),
      ),
  planted: {
    'src/engine/a.ts': 'let count = 0;',
    'src/engine/b.ts': 'export const cache: Map<string, number> = new Map<string, number>();',
  },
  report: ['src/engine/a.ts:1: keeps count', 'src/engine/b.ts:1: keeps cache'],
  allowed: {
    'src/engine/a.ts':
      "const NAMES = new Set(['a']);\nfunction f() {\n  let count = 0;\n  const seen = new Map();\n}",
    'src/engine/b.ts': 'const NONE: ReadonlySet<string> = new Set();',
    'src/engine/a.test.ts': 'let count = 0;',
  },
};

/** `let` and `var`, and a constant that begins as an empty collection and may be filled. */
function holdsState(code: readonly Token[], index: number): boolean {
  const word = code[index]?.text;
  if (word === 'let' || word === 'var') return code[index]?.kind === 'word';
  if (word !== 'const') return false;
  const rest = code.slice(index, index + 40);
  const end = rest.findIndex(({ text, depth }) => depth === 0 && text === ';');
  const statement = rest.slice(0, end < 0 ? rest.length : end).map(({ text }) => text);
  return (
    !/: Readonly(Map|Set)/.test(statement.join(' ')) &&
    /= new (Map|Set|WeakMap|WeakSet|Array)( <.*>)? \( \)$/.test(statement.join(' '))
  );
}

const castsSayWhy: Rule = {
  claim: 'a cast stands beside a comment that says why the compiler cannot see it',
  violations: ({ files }) =>
    files.flatMap((file) =>
      file.code
        .filter((_, index) => isCast(file.code, index) && !isExplained(file, index))
        .map(({ line }) => `${file.path}:${line}: casts without a reason`),
    ),
  planted: { 'src/base/a.ts': 'const a = b as C;', 'src/base/b.test.ts': '// far away\n\nf(x as unknown);' },
  report: ['src/base/a.ts:1: casts without a reason', 'src/base/b.test.ts:3: casts without a reason'],
  allowed: {
    'src/base/a.ts': '// Because.\nconst a = b as C;\nconst d = e as F; // Because.\nconst g = [1] as const;',
    'src/base/b.ts':
      "import * as c from 'c';\nimport { d as e } from 'e';\nexport { f as g };\nconst h = { as: 1 };\nh.as = 2;",
    'src/base/d.ts': 'type A<B> = { [C in keyof B as D<C>]: B[C] };',
    'src/base/c.ts': '// Because.\nconst a = {\n  b: 1,\n};\n// Because.\nf(\n  x,\n  y as E,\n);',
  },
};

function isCast(code: readonly Token[], index: number): boolean {
  const [before, word, next] = [code[index - 1], code[index], code[index + 1]];
  if (word?.kind !== 'word' || word.text !== 'as' || next?.text === 'const') return false;
  if (before === undefined || next === undefined || before.text === '*' || before.text === '.') return false;
  // A value ends before it, and a type begins after it.
  const endsValue = before.kind !== 'punctuation' || /^[)\]}]$/.test(before.text);
  const beginsType = next.kind !== 'punctuation' || /^[[({]$/.test(next.text);
  return endsValue && beginsType && !isInNames(code, index) && !isInMappedKey(code, index);
}

/** Inside the braces of an import or export. */
function isInNames(code: readonly Token[], index: number): boolean {
  let open = index;
  while (open > 0 && code[open]?.text !== '{') open--;
  const [one, two] = [code[open - 1]?.text ?? '', code[open - 2]?.text ?? ''];
  return (
    code[index]?.depth === 1 &&
    (/^(import|export)$/.test(one) || (/^(type|,)$/.test(one) && /^(import|export)$/.test(two)))
  );
}

/** `[Name in keyof Fields as Wanted<Name>]` */
function isInMappedKey(code: readonly Token[], index: number): boolean {
  const depth = code[index]?.depth ?? 0;
  let open = index;
  while (open > 0 && (code[open]?.depth ?? 0) >= depth) open--;
  return code[open]?.text === '[' && code[open + 2]?.text === 'in';
}

/** On the cast's line, on the line before, or on the line before its statement. */
function isExplained({ code, comments }: SourceFile, index: number): boolean {
  const line = code[index]?.line ?? 0;
  const places = new Set([line, line - 1, (code[statementStart(code, index)]?.line ?? 0) - 1]);
  return comments.some(({ lastLine }) => places.has(lastLine));
}

/** Out of the brackets of calls and lists, but not out of a block or an object. */
function statementStart(code: readonly Token[], index: number): number {
  let depth = code[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) {
    const token = code[at];
    if (token === undefined || (token.depth < depth && token.text === '{')) return at + 1;
    if (token.depth === depth && /^[;}]$/.test(token.text)) return at + 1;
    depth = Math.min(depth, token.depth);
  }
  return 0;
}

const promisesAreTracked: Rule = {
  claim: 'what is left to do has an issue number',
  violations: ({ files }) =>
    files.flatMap(({ path, comments }) =>
      comments
        .filter(({ text }) => /\b(TODO|FIXME|XXX|HACK)\b(?!.*#\d)/.test(text))
        .map(({ line }) => `${path}:${line}: leaves work without an issue number`),
    ),
  planted: { 'src/base/a.ts': '// TODO: later' },
  report: 'src/base/a.ts:1: leaves work without an issue number',
  allowed: { 'src/base/a.ts': "// TODO(#12): later\nconst text = 'TODO';" },
};

export const wordingRules: readonly Rule[] = [
  noForeignForms,
  noBarrels,
  noHiddenState,
  castsSayWhy,
  promisesAreTracked,
];
