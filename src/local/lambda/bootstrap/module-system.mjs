// Which module system a file of a function is for. Lambda has nothing above the function's folder that could say so;
// here a project's own package.json may be there, and Node.js would ask it.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import Module, { registerHooks, stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';

const COMMONJS_PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];
/** Files that do not name their module system themselves. */
const UNDECIDED = new Set(['', '.js', '.ts']);

/** Whether the nearest package.json, in the folder or above it but within `root`, says that its files are modules. */
export function isModuleFolder(folder, root) {
  return declaredSystem(folder, root) === 'module';
}

/** Makes Node.js load the files of a function as if there were no package.json above `root`. */
export function hidePackagesAbove(root) {
  const realRoot = realpathSync(root);
  const above = declaredSystem(dirname(realRoot), sep);
  // Nothing is hidden that would say nothing: most functions load without hooks.
  if (above !== 'module' && above !== 'commonjs') return;
  registerHooks({
    load: (url, context, next) => {
      const format = ownFormat(url, realRoot);
      return next(url, format === undefined ? context : { ...context, format });
    },
  });
  // CommonJS that a module imports goes past the hooks (measured with Node.js 24.21).
  for (const extension of ['.js', '.ts']) loadAsDecided(extension, realRoot);
}

function loadAsDecided(extension, root) {
  const load = Module._extensions[extension];
  Module._extensions[extension] = (module, path) => {
    const format = ownFormat(pathToFileURL(path).href, root);
    if (format === undefined) load(module, path);
    else module._compile(readFileSync(path, 'utf8'), path, format);
  };
}

/** What Node.js finds by itself is left to it. */
function ownFormat(url, root) {
  if (!url.startsWith('file:')) return undefined;
  const path = fileURLToPath(url);
  if (!path.startsWith(root + sep) || !UNDECIDED.has(extname(path))) return undefined;
  if (declaredSystem(dirname(path), root) !== undefined) return undefined;
  const system = isCommonJs(path) ? 'commonjs' : 'module';
  return path.endsWith('.ts') ? `${system}-typescript` : system;
}

/** As Node.js decides without a package.json: what does not parse as CommonJS is a module, or wrong in either. */
function isCommonJs(path) {
  const source = readFileSync(path, 'utf8');
  try {
    const script = path.endsWith('.ts') ? stripTypeScriptTypes(source) : source.replace(/^#!.*/, '');
    compileFunction(script, COMMONJS_PARAMETERS);
    return true;
  } catch {
    return false;
  }
}

/** The `type` of the nearest package.json up to `top`; null when it has none, undefined when there is no such file. */
function declaredSystem(folder, top) {
  if (folder.endsWith(`${sep}node_modules`)) return undefined;
  const path = join(folder, 'package.json');
  if (existsSync(path)) {
    try {
      return JSON.parse(readFileSync(path, 'utf8')).type ?? null;
    } catch {
      return null;
    }
  }
  return folder === top || folder === dirname(folder) ? undefined : declaredSystem(dirname(folder), top);
}
