import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Token, tokensOf } from './tokens.ts';

/** The source as the rules see it. */
export interface Project {
  readonly files: readonly SourceFile[];
  /** By path from the root of the repository. */
  readonly paths: ReadonlySet<string>;
}

export interface SourceFile {
  /** From the root of the repository, with slashes: `src/base/json.ts`. */
  readonly path: string;
  readonly isTest: boolean;
  readonly lines: number;
  /** Without comments. */
  readonly code: readonly Token[];
  readonly comments: readonly Token[];
  readonly imports: readonly Import[];
}

export interface Import {
  /** Path of the imported file, or the name of a package or built-in module. */
  readonly target: string;
  readonly isRelative: boolean;
  readonly isTypeOnly: boolean;
  readonly line: number;
}

const FOLDERS = ['src', 'test', 'bench', 'tools'];

/** Every TypeScript file of this repository. */
export function readProject(): Project {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
  const paths = FOLDERS.flatMap((folder) => typescriptBelow(root, folder));
  return projectOf(Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
}

function typescriptBelow(root: string, folder: string): string[] {
  return readdirSync(root, { withFileTypes: true }).some((entry) => entry.name === folder)
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
        .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
    : [];
}

/** A project from texts: the repository's own, or the few lines that break a rule. */
export function projectOf(texts: Readonly<Record<string, string>>): Project {
  const files = Object.entries(texts).map(([path, text]) => sourceFile(path, text));
  return { files, paths: new Set(Object.keys(texts)) };
}

function sourceFile(path: string, text: string): SourceFile {
  const tokens = tokensOf(text);
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  return {
    path,
    isTest: path.endsWith('.test.ts') || path.startsWith('test/'),
    lines: text.trimEnd().split('\n').length,
    code,
    comments: tokens.filter(({ kind }) => kind === 'comment'),
    imports: importsOf(path, code),
  };
}

function importsOf(path: string, code: readonly Token[]): Import[] {
  return code.flatMap((token, index) => {
    if (token.kind !== 'string') return [];
    const before = code[index - 1];
    const isCall = before?.text === '(' && code[index - 2]?.text === 'import';
    if (!isCall && (token.depth > 0 || (before?.text !== 'from' && before?.text !== 'import'))) return [];
    const name = token.text.slice(1, -1);
    const isRelative = name.startsWith('.');
    return {
      target: isRelative ? posix.join(posix.dirname(path), name) : name,
      isRelative,
      isTypeOnly: !isCall && isTypeOnly(code, index),
      line: token.line,
    };
  });
}

/** `import type …`, `export type … from`, or a list in which every name is marked. */
function isTypeOnly(code: readonly Token[], end: number): boolean {
  let start = end;
  while (start > 0 && !(code[start]?.depth === 0 && /^(import|export)$/.test(code[start]?.text ?? '')))
    start--;
  if (code[start + 1]?.text === 'type') return true;
  const names = code.slice(start + 1, end - 1).filter(({ depth }) => depth === 1);
  const entries = names.length === 0 ? [] : splitAtCommas(names);
  return (
    code[start + 1]?.text === '{' && entries.length > 0 && entries.every(([first]) => first?.text === 'type')
  );
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const entries: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',') entries.push([]);
    else entries.at(-1)?.push(token);
  }
  return entries.filter((entry) => entry.length > 0);
}
