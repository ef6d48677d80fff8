// What Lambda has at hand for every function, the AWS SDK: here it comes from a folder of modules, after the function's
// own. NODE_PATH has that folder too, for the function's child processes, but `import` does not ask it.
import Module, { registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What Lambda brings along; anything else is for the function to bring. */
const PROVIDED = /^(@aws-sdk\/[^/]+|@smithy\/[^/]+|aws-sdk)(\/|$)/;
/** Builds the configuration of SDK version 2, whichever of its modules a function asks for. */
const LOADER_OF_VERSION_2 = ['aws-sdk', 'lib', 'node_loader.js'].join(sep);

/** @param folder The one whose `node_modules` has what is provided. */
export function provideModules(folder) {
  const asIfFrom = pathToFileURL(join(folder, 'function.js')).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        return next(specifier, context);
      } catch (error) {
        if (error?.code !== 'ERR_MODULE_NOT_FOUND' || /^(\.|\/|[a-z]+:)/.test(specifier)) throw error;
        try {
          return next(specifier, { ...context, parentURL: asIfFrom });
        } catch (second) {
          throw second?.code === 'ERR_MODULE_NOT_FOUND' ? explained(error, specifier, folder) : second;
        }
      }
    },
  });
  // CommonJS that a module imports goes past the hooks (measured with Node.js 24.21).
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = (request, ...details) => {
    try {
      return resolveFilename.call(Module, request, ...details);
    } catch (error) {
      throw explained(error, request, folder);
    }
  };
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, path) => {
    load(module, path);
    if (path.endsWith(sep + LOADER_OF_VERSION_2)) pointHere(module.require('./core'));
  };
}

/** Version 2 of the SDK does not know AWS_ENDPOINT_URL. */
function pointHere({ config }) {
  const { AWS_ENDPOINT_URL: endpoint } = process.env;
  if (!endpoint) return;
  config.update({ endpoint, s3ForcePathStyle: true, hostPrefixEnabled: false });
}

function explained(error, specifier, folder) {
  const [, name] = PROVIDED.exec(specifier) ?? [];
  if (name === undefined || !/^(ERR_)?MODULE_NOT_FOUND$/.test(error?.code)) return error;
  // The stack repeats the message, as it is when the stack is first asked for.
  const { message: former, stack } = error;
  const place = /^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder);
  error.message = `${former}\nOn Lambda this module is there. To have it here: npm install --prefix ${place} ${name}`;
  error.stack = stack?.replace(former, () => error.message);
  return error;
}
