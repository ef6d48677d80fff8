import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/**
 * Builds what npm publishes: the checkout's modules in a few files, because each one that Node.js loads costs a start 0.3 ms.
 * What is loaded on demand in the checkout is loaded on demand in the package, in chunks of its own.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Files that are read or run as they are. */
const ASSETS = ['store/sqlite/migrations', 'local/lambda/bootstrap'];

/** Loaded only by who needs them. The command line's own packages are built in: to find and load them costs 10 ms. */
const LOADED_ON_DEMAND = ['croner', 'nodemailer', 'postal-mime', 'smtp-server', 'yaml', 'yauzl'];

/** What is written for CommonJS asks for Node's own modules with `require`. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Gives every module the URL it would have without bundling, so that it finds its assets where they are in the checkout, too.
 * Holds for code in files one folder below `dist`: the chunks, and `cli/main.js`.
 */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const compiled = relative(`${ROOT}src`, path).replace(/\.ts$/, '.js');
      const url = `new URL(${JSON.stringify(`../${compiled}`)}, import.meta.url).href`;
      return { contents: source.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

rmSync(`${ROOT}dist`, { recursive: true, force: true });
// Apart: a thread is up sooner with one file than with parts that it shares with the server.
const THREADS = ['src/store/sqlite/writer-thread.ts', 'src/engine/offthread/job-thread.ts'];
const inputs: string[] = [];
for (const entryPoint of [...THREADS, 'src/cli/main.js']) inputs.push(...(await bundle(entryPoint)));
for (const folder of ASSETS) cpSync(`${ROOT}src/${folder}`, `${ROOT}dist/${folder}`, { recursive: true });
writeFileSync(`${ROOT}dist/LICENSES.txt`, licensesOf(inputs));

async function bundle(entryPoint: string): Promise<string[]> {
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
    plugins: [ownUrls],
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
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
