import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { makeEmptyDatabase } from '../src/store/sqlite/empty-database.ts';

/**
 * Builds what npm publishes: the checkout's modules in a few files, because each one that Node.js loads costs a start 0.3 ms.
 * What is loaded on demand in the checkout is loaded on demand in the package, in chunks of its own.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Files that are read or run as they are. */
const ASSETS = ['store/sqlite/migrations', 'local/lambda/bootstrap'];

/** Loaded only by who needs them. The command line's own packages are built in: to find and load them costs 10 ms. */
const LOADED_ON_DEMAND = ['croner', 'nodemailer', 'postal-mime', 'smtp-server', 'yaml', 'yauzl'];

/**
 * What every server loads, by its entries. Each one is a chunk's beginning, as is all that is loaded on demand; so that
 * esbuild puts what they share into one file, and not into 40, they all import each other.
 */
const EVERY_START = [
  'cli/command-line.ts',
  'cli/terminal.ts',
  'cli/commands/start.ts',
  'store/sqlite/sqlite-store.ts',
];

/** What is written for CommonJS asks for Node's own modules with `require`. */
const REQUIRE = 'const require = process.getBuiltinModule;';

/**
 * Gives every module the URL it would have without bundling, so that it finds its assets where they are in the checkout, too.
 * Holds for code in files one folder below `dist`: the chunks, and `cli/main.js`.
 */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      return { contents: withOwnUrl(path), loader: 'ts' };
    });
  },
};

const oneStart: Plugin = {
  name: 'one-start',
  setup({ onLoad }) {
    const onDemand = loadedOnDemand();
    const imports = EVERY_START.map((name) => `import ${JSON.stringify(`${ROOT}src/${name}`)};`).join('');
    onLoad({ filter: /\/src\/.*\.[tj]s$/ }, ({ path }) => {
      const source = withOwnUrl(path);
      return { contents: onDemand.has(path) ? `${imports}${source}` : source, loader: 'ts' };
    });
  },
};

function withOwnUrl(path: string): string {
  const source = readFileSync(path, 'utf8');
  const compiled = relative(`${ROOT}src`, path).replace(/\.ts$/, '.js');
  const url = `new URL(${JSON.stringify(`../${compiled}`)}, import.meta.url).href`;
  return takingBuiltins(source.replaceAll('import.meta.url', url));
}

/**
 * An `import` of one of Node's modules reads its every export, those too that Node makes when they are read first. To
 * take only what is used saves a start 10 ms of processor time of 110.
 */
function takingBuiltins(source: string): string {
  return source.replace(
    /^import \{([^}]+)\} from ('node:[^']+');$/gm,
    (_all, names: string, module: string) => {
      const taken = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '));
      if (module === "'node:crypto'" && taken.every((name) => CALLED.has(name))) return whenCalled(taken);
      return `const { ${taken.map((name) => name.replace(' as ', ': ')).join(', ')} } = process.getBuiltinModule(${module});`;
    },
  );
}

/**
 * Of `node:crypto`, what is only ever called. The module is loaded by the first call: half of it is ciphers and certificates,
 * which take a start 4 ms.
 */
const CALLED = new Set([
  'createHash',
  'createHmac',
  'createSecretKey',
  'hash',
  'randomBytes',
  'randomUUID',
  'timingSafeEqual',
]);

function whenCalled(names: readonly string[]): string {
  const functions = names.map((name) => `const ${name} = (...given) => nodeCrypto().${name}(...given);`);
  return `let loadedCrypto; const nodeCrypto = () => loadedCrypto ??= process.getBuiltinModule('node:crypto'); ${functions.join(' ')}`;
}

/** The modules that something imports with a call. */
function loadedOnDemand(): ReadonlySet<string> {
  const sources = globSync('src/**/*.{ts,js}', { cwd: ROOT }).filter((path) => !path.endsWith('.test.ts'));
  return new Set(
    sources.flatMap((path) =>
      Array.from(
        readFileSync(ROOT + path, 'utf8').matchAll(/\bimport\(\s*'(\.[^']+)',?\s*\)/g),
        ([, target = '']) => join(ROOT, dirname(path), target),
      ),
    ),
  );
}

rmSync(`${ROOT}dist`, { recursive: true, force: true });
// Apart: a thread is up sooner with one file than with parts that it shares with the server.
const THREADS = ['src/store/sqlite/writer-thread.ts', 'src/engine/offthread/job-thread.ts'];
const inputs: string[] = [];
for (const entryPoint of THREADS) inputs.push(...(await bundle(entryPoint, ownUrls)));
inputs.push(...(await bundle('src/cli/main.js', oneStart)));
await cacheStart(joinStart());
for (const folder of ASSETS) cpSync(`${ROOT}src/${folder}`, `${ROOT}dist/${folder}`, { recursive: true });
makeEmptyDatabase(`${ROOT}dist/store/sqlite/empty.db`);
writeFileSync(`${ROOT}dist/LICENSES.txt`, licensesOf(inputs));

async function bundle(entryPoint: string, plugin: Plugin): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entryPoint],
    outdir: 'dist',
    outbase: 'src',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: LOADED_ON_DEMAND,
    banner: { js: REQUIRE },
    plugins: [plugin],
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

/**
 * Of what every start loads, esbuild leaves a file for each entry that only passes on what the one chunk exports. To ask
 * the chunk itself saves a file each.
 */
function joinStart(): string {
  const files = globSync('dist/chunks/*.js', { cwd: ROOT });
  const renamed = EVERY_START.flatMap((entry) => {
    const base = entry.replace(/^.*\/|\.ts$/g, '');
    const file = present(files.find((name) => name.startsWith(`dist/chunks/${base}-`)));
    const [, names = ' as ', chunk] =
      /^import \{([^}]*)\} from "\.\/(chunk-\w+\.js)";$/m.exec(textOf(file)) ?? [];
    // Under other names it would pass on something else.
    if (names.includes(' as ')) throw new Error(`${file} is not what this script takes it for`);
    return [{ from: file.replace('dist/chunks/', ''), to: present(chunk) }];
  });
  for (const file of ['dist/cli/main.js', ...new Set(renamed.map(({ to }) => `dist/chunks/${to}`))]) {
    let text = textOf(file);
    for (const { from, to } of renamed) text = text.replaceAll(`/${from}")`, `/${to}")`);
    writeFileSync(ROOT + file, text);
  }
  return present(renamed[0]).to;
}

/**
 * Makes a script of the chunk that every start loads, so that its compiled code can be kept by `runCached`; in its place
 * stands a module that runs the script and exports the same.
 */
async function cacheStart(chunk: string): Promise<void> {
  const file = `${ROOT}dist/chunks/${chunk}`;
  const script = chunk.replace(/js$/, 'script');
  const text = readFileSync(file, 'utf8');
  const [all = '', names = ''] = /^export \{([^}]*)\};\s*$/m.exec(text) ?? [];
  // `a as b`, or `a`.
  const exported = names.split(',').map((name) => name.trim().split(' as '));
  const body = text
    .replace(all, '')
    .replace(/\bimport\((?=")/g, 'importChunk(')
    .replaceAll('import.meta.url', 'chunkUrl');
  const isTaken = /\b(chunkUrl|importChunk)\b/.test(text);
  if (isTaken || all === '' || /^(im|ex)port\b|[^\0-\x7f]/m.test(body))
    throw new Error(`${chunk} is not what this script takes it for`);
  const results = exported.map(([own, name = own]) => `${name}: ${own}`).join(', ');
  writeFileSync(
    file.replace(chunk, script),
    `(function (chunkUrl, importChunk, keepScript) { 'use strict';${body}return { ${results} }; })`,
  );
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/cached-script.ts'],
    format: 'esm',
    target: 'node24',
    plugins: [ownUrls],
    write: false,
  });
  const outer = exported.map(([own, name = own]) => name);
  writeFileSync(
    file,
    `${present(outputFiles[0]).text}
const { getCompileCacheDir } = process.getBuiltinModule('node:module');
const file = process.getBuiltinModule('node:url').fileURLToPath(new URL('./${script}', import.meta.url));
const folder = getCompileCacheDir();
const purpose = process.argv[2] === 'start' ? 'start' : 'command';
const cache = folder && \`\${folder}/${script}-\${process.version}-\${process.arch}-\${purpose}\`;
const script = runCached(file, cache);
const { ${outer.map((name, index) => `${name}: $${index}`).join(', ')} } = script.value(import.meta.url, (name) => import(name), script.keep);
export { ${outer.map((name, index) => `$${index} as ${name}`).join(', ')} };
`,
  );
}

function textOf(file: string): string {
  return readFileSync(ROOT + file, 'utf8');
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined)
    throw new Error('esbuild has laid out the package in another way than this script knows');
  return value;
}

/** Of the packages that are built in: their licenses ask to go with every copy. */
function licensesOf(inputs: readonly string[]): string {
  const packages = new Set(
    inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
  return [...packages]
    .sort()
    .map((name) => `${name}\n\n${readFileSync(`${ROOT}node_modules/${name}/LICENSE`, 'utf8')}`)
    .join('\n\n');
}
