import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Scope } from '../../base/arn.ts';
import type { FunctionDefinition } from './definition.ts';

/** Lambda's runtimes that the machine's own Node.js and Python can stand in for. */
export const RUNTIMES = [
  'nodejs24.x',
  'nodejs22.x',
  'nodejs20.x',
  'nodejs18.x',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
  'python3.9',
] as const;

/** How a function's processes are started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Seconds that a call may take. */
  readonly timeout: number;
}

export interface Surroundings {
  /** Where this server's API is, for the AWS SDKs inside functions. */
  readonly endpointUrl: () => string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The folder in whose `node_modules` functions find what Lambda has at hand for them. */
  readonly modulesDirectory: string;
}

/** @param root The folder with the function's code. */
export async function launchOf(
  definition: FunctionDefinition,
  place: { readonly root: string; readonly scope: Scope },
  surroundings: Surroundings,
): Promise<Launch> {
  const isPython = definition.runtime.startsWith('python');
  const bootstrap = fileURLToPath(
    new URL(`bootstrap/${isPython ? 'python.py' : 'node.mjs'}`, import.meta.url),
  );
  return {
    command: isPython ? await findPython() : process.execPath,
    args: isPython ? [bootstrap] : [bootstrap, surroundings.modulesDirectory],
    cwd: place.root,
    env: environmentOf(definition, place, surroundings),
    timeout: definition.timeout,
  };
}

/**
 * The path of the interpreter behind `python3`, which may be a script that looks for it at every start (pyenv's takes
 * 0.1 s). Not cached: it is asked for once for every deployment of a function.
 */
async function findPython(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', 'import sys; print(sys.executable)']);
    return stdout.trim();
  } catch {
    // Starting it will fail with the machine's own words, as the answer to the call.
    return 'python3';
  }
}

/** Nothing of our own environment but what finds programs: it may hold the operator's real credentials. */
function environmentOf(
  definition: FunctionDefinition,
  { root, scope }: { readonly root: string; readonly scope: Scope },
  { endpointUrl, credentials, modulesDirectory }: Surroundings,
): Record<string, string> {
  const { PATH = '/usr/local/bin:/usr/bin:/bin', NODE_PATH = '' } = process.env;
  return {
    PATH,
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    NODE_PATH: [NODE_PATH, join(modulesDirectory, 'node_modules')]
      .filter((path) => path !== '')
      .join(delimiter),
    // A cache written beside the code would look like a change of the code.
    PYTHONDONTWRITEBYTECODE: '1',
    AWS_REGION: scope.region,
    AWS_DEFAULT_REGION: scope.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL: endpointUrl(),
    // SDKs would call `sync-localhost` for StartSyncExecution.
    AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
    // After what the function may override, before what Lambda reserves.
    ...definition.environment,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: definition.version ?? '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '$LATEST',
    LAMBDA_TASK_ROOT: root,
    LAMBDA_RUNTIME_DIR: fileURLToPath(new URL('bootstrap', import.meta.url)),
    _HANDLER: definition.handler,
  };
}
