import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isObject, type Json, member } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { DeployedFunction } from './definition.ts';
import { Refusal } from './refusal.ts';
import { DEFAULTS, readSettings } from './settings.ts';

/** What an editor does to save a file is several changes within a few milliseconds. */
const SETTLE_MS = 50;
const NAME = /^[a-zA-Z0-9-_]{1,64}$/;
/** What tools write beside the code is no change of it. */
const IGNORED = /(^|[/\\])(__pycache__|\.[^/\\]*)([/\\]|$)|\.pyc$/;

/** By its file a folder's handler is known; the first that is there counts. */
const HANDLERS: readonly { readonly file: string; readonly handler: string; readonly runtime: string }[] = [
  ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => ({
    file: `index.${extension}`,
    handler: 'index.handler',
    runtime: 'nodejs24.x',
  })),
  { file: 'lambda_function.py', handler: 'lambda_function.lambda_handler', runtime: 'python3.14' },
];

/**
 * The functions of `--functions DIR`: every folder in it that has `index.js` (or `.mjs`, `.cjs`, `.ts`),
 * `lambda_function.py` or `function.json`, under its own name, in every account and region.
 */
export class FunctionFolders {
  readonly #directory: string;
  readonly #newRevision: () => string;
  readonly #known = new Map<string, Promise<DeployedFunction | undefined>>();
  readonly #changed = new Set<string>();
  readonly #watcher: FSWatcher;
  #settling: NodeJS.Timeout | undefined;

  constructor(directory: string, newRevision: () => string) {
    this.#directory = directory;
    this.#newRevision = newRevision;
    this.#watcher = watch(directory, { recursive: true, persistent: false }, (_event, path) =>
      this.#change(path),
    );
    // A folder that vanishes while it is being watched: read everything anew.
    this.#watcher.on('error', () => this.#known.clear());
  }

  find(name: string): Promise<DeployedFunction | undefined> {
    if (!NAME.test(name)) return Promise.resolve(undefined);
    let found = this.#known.get(name);
    if (found === undefined) {
      found = readFolder(this.#directory, name, this.#newRevision());
      this.#known.set(name, found);
      // Absence is not remembered, since any caller can name functions that are not there; trouble is not either.
      const forget = () => this.#known.delete(name);
      found.then((deployed) => deployed === undefined && forget(), forget);
    }
    return found;
  }

  async list(): Promise<DeployedFunction[]> {
    const functions: DeployedFunction[] = [];
    for (const entry of await readdir(this.#directory, { withFileTypes: true })) {
      const deployed = entry.isDirectory() ? await this.find(entry.name) : undefined;
      if (deployed !== undefined) functions.push(deployed);
    }
    return functions;
  }

  close(): void {
    clearTimeout(this.#settling);
    this.#watcher.close();
  }

  #change(path: string | null): void {
    if (path !== null && IGNORED.test(path)) return;
    this.#changed.add(path === null ? '' : (path.split(sep)[0] ?? ''));
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#forgetChanged(), SETTLE_MS).unref();
  }

  #forgetChanged(): void {
    // Some systems do not say what has changed.
    if (this.#changed.has('')) this.#known.clear();
    for (const name of this.#changed) this.#known.delete(name);
    this.#changed.clear();
  }
}

async function readFolder(
  directory: string,
  name: string,
  revisionId: string,
): Promise<DeployedFunction | undefined> {
  try {
    return await describeFolder(directory, name, revisionId);
  } catch (error) {
    // Between two looks at it the folder may have changed, or its rights.
    throw new Unavailable(`The folder of function ${name} cannot be read`, { cause: error });
  }
}

async function describeFolder(
  directory: string,
  name: string,
  revisionId: string,
): Promise<DeployedFunction | undefined> {
  const root = join(directory, name);
  const files = new Set(await readdir(root).catch(() => []));
  const detected = HANDLERS.find(({ file }) => files.has(file));
  if (detected === undefined && !files.has('function.json')) return undefined;
  const { handler, runtime } = detected ?? { handler: 'index.handler', runtime: 'nodejs24.x' };
  const { mtimeMs } = await stat(root);
  const lastModified: Instant = Math.floor(mtimeMs);
  const identity = { name, id: name, role: '', codeSha256: '', codeSize: 0, revisionId, lastModified };
  const deployed = {
    definition: { ...DEFAULTS, ...identity, handler, runtime },
    root,
    origin: 'folder',
  } as const;
  if (!files.has('function.json')) return deployed;
  try {
    const settings = readSettings(
      settingsOf(JSON.parse(await readFile(join(root, 'function.json'), 'utf8'))),
    );
    return { ...deployed, definition: { ...deployed.definition, ...settings } };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof Refusal)) throw error;
    return { ...deployed, problem: `${name}/function.json: ${error.message}` };
  }
}

/** `function.json` in the words of the API: `{"handler", "runtime", "timeout", "memorySize", "environment"}`. */
function settingsOf(file: Json): Record<string, Json> {
  if (!isObject(file)) throw new Refusal('InvalidParameterValueException', 'must be an object');
  const settings: Record<string, Json> = {};
  for (const key of Object.keys(file)) {
    const apiKey = FILE_KEYS.get(key);
    if (apiKey === undefined) {
      throw new Refusal(
        'InvalidParameterValueException',
        `must not have ${JSON.stringify(key)}; it may have ${[...FILE_KEYS.keys()].join(', ')}`,
      );
    }
    const value = member(file, key) ?? null;
    settings[apiKey] = key === 'environment' ? { Variables: value } : value;
  }
  return settings;
}

const FILE_KEYS: ReadonlyMap<string, string> = new Map([
  ['handler', 'Handler'],
  ['runtime', 'Runtime'],
  ['timeout', 'Timeout'],
  ['memorySize', 'MemorySize'],
  ['environment', 'Environment'],
  ['description', 'Description'],
]);
