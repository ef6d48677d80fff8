import type { Import, Project, SourceFile } from './project.ts';
import type { Rule } from './rule.ts';

/**
 * What each layer may import, besides itself. To change the architecture, change this table, in a commit of
 * its own.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  query: ['base'],
  asl: ['base', 'query'],
  interpreter: ['base', 'query', 'asl'],
  store: ['base'],
  telemetry: ['base'],
  catalog: ['base', 'asl', 'store'],
  engine: ['base', 'asl', 'interpreter', 'store', 'catalog', 'telemetry'],
  integrations: ['base', 'asl', 'telemetry'],
  local: ['base', 'telemetry'],
  'system.ts': ['base'],
  api: ['base', 'asl', 'catalog', 'engine', 'telemetry'],
};

/** Contracts that a layer may know by their types alone. */
const TYPE_CONTRACTS: readonly { readonly layer: string; readonly target: RegExp }[] = [
  { layer: 'integrations', target: /^src\/engine\/integration\.ts$/ },
  { layer: 'local', target: /^src\/integrations\/[a-z-]+\/port\.ts$/ },
];

/** These know every layer; nothing but another of them may know these. */
const ROOTS = new Set([
  'server.ts',
  'local-services.ts',
  'config.ts',
  'index.ts',
  'cli',
  'testing',
  'console',
]);

/** `src/query/jsonpath/path.ts` -> `query`; undefined outside `src`. */
function layerOf(path: string): string | undefined {
  const [top, layer] = path.split('/');
  // A test belongs to what it stands beside.
  return top === 'src' ? layer?.replace(/\.test\.ts$/, '.ts') : undefined;
}

const importsPointDown: Rule = {
  claim: 'imports point down',
  violations: ({ files }) =>
    files.flatMap((file) =>
      file.imports
        .filter((one) => one.isRelative && !mayImport(file, one))
        .map(({ target, line }) => `${file.path}:${line}: must not import ${target}`),
    ),
  planted: {
    'src/store/a.ts': "import { turn } from '../engine/turn.ts';",
    'src/query/b.ts': "export type { Program } from '../asl/program.ts';",
    'src/base/c.ts': "const late = () => import('../cli/main.ts');",
    'src/local/lambda/d.ts': "import { port } from '../../integrations/lambda/port.ts';",
    'src/api/e.ts': "import { States } from '../../test/api/states.ts';",
    'src/api/e.test.ts': "import { modelOf } from '../../tools/model.ts';",
    'src/newcomer/f.ts': "import { a } from '../base/a.ts';",
  },
  report: [
    'src/store/a.ts:1: must not import src/engine/turn.ts',
    'src/query/b.ts:1: must not import src/asl/program.ts',
    'src/base/c.ts:1: must not import src/cli/main.ts',
    'src/local/lambda/d.ts:1: must not import src/integrations/lambda/port.ts',
    'src/api/e.ts:1: must not import test/api/states.ts',
    'src/api/e.test.ts:1: must not import tools/model.ts',
    'src/newcomer/f.ts:1: must not import src/base/a.ts',
  ],
  allowed: {
    'src/api/a.ts': "import { b } from '../engine/b.ts';\nimport { c } from './model/c.ts';",
    'src/local/lambda/a.ts': "import type { FunctionHost } from '../../integrations/lambda/port.ts';",
    'src/integrations/http/a.ts':
      "import { type Attempt, type Integration } from '../../engine/integration.ts';",
    'src/engine/a.test.ts': "import { clock } from '../testing/clock.ts';",
    'src/api/a.test.ts': "import { States } from '../../test/api/states.ts';",
    'src/server.ts': "import { api } from './api/listener.ts';",
    'src/server.test.ts':
      "import { startServer } from './server.ts';\nimport { json } from './base/json.ts';",
    'src/cli/main.ts': "import { startServer } from '../server.ts';",
    'test/kill.test.ts': "import { startServer } from '../src/server.ts';",
    'src/base/a.ts': "/** import '../cli/main.ts' */\nconst text = 'import \"../cli/main.ts\"';",
  },
};

function mayImport({ path, isTest }: SourceFile, { target, isTypeOnly }: Import): boolean {
  const from = layerOf(path);
  const to = layerOf(target);
  if (from === undefined || from === to) return true;
  // Supports that test suites and unit tests share stand in `test/`; what is shipped must not need them.
  if (to === undefined) return path.endsWith('.test.ts') && target.startsWith('test/');
  if (ROOTS.has(from)) return true;
  if (LAYERS[from]?.includes(to) || (isTest && to === 'testing')) return true;
  // A test may also check against what the contract makes of it.
  return (
    (isTypeOnly || isTest) && TYPE_CONTRACTS.some((one) => one.layer === from && one.target.test(target))
  );
}

const noCycles: Rule = {
  claim: 'no file imports itself through others',
  violations: (project) => cyclesOf(project).map((cycle) => cycle.join(' -> ')),
  planted: {
    'src/base/a.ts': "import { b } from './b.ts';",
    'src/base/b.ts': "import { c } from './c.ts';",
    'src/base/c.ts': "import { b } from './b.ts';",
  },
  report: 'src/base/b.ts -> src/base/c.ts -> src/base/b.ts',
  allowed: {
    'src/base/a.ts': "import { b } from './b.ts';\nimport { c } from './c.ts';",
    'src/base/b.ts': "import { c } from './c.ts';",
    'src/base/c.ts': '',
  },
};

/** Depth first; each cycle is reported once, at the import that closes it. */
function cyclesOf({ files }: Project): string[][] {
  const targets = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path]);
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}

export const layerRules: readonly Rule[] = [importsPointDown, noCycles];
