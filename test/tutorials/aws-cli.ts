import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The AWS command line, pointed at one server with the credentials that its welcome prints. */
export class AwsCli {
  readonly #environment: NodeJS.ProcessEnv;

  /** @param settings Variables that differ: other credentials. */
  constructor(endpoint: string, settings: NodeJS.ProcessEnv = {}) {
    this.#environment = {
      ...withoutSettings(process.env),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      // What the server answers first is what is tested.
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
      ...settings,
    };
  }

  /** @returns the answer. @throws Refused with what the command said when it fails. */
  async call(service: string, operation: string, ...options: readonly string[]): Promise<Answer> {
    const args = [service, operation, '--output', 'json', ...options];
    const child = spawn('aws', args, { env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const [[code], printed, said] = await Promise.all([
      once(child, 'exit'),
      text(child.stdout),
      text(child.stderr),
    ]);
    if (code !== 0) throw new Refused(`aws ${service} ${operation}: ${said.trim()}`);
    return printed.trim() === '' ? {} : JSON.parse(printed);
  }

  states(operation: string, ...options: readonly string[]): Promise<Answer> {
    return this.call('stepfunctions', operation, ...options);
  }
}

export interface Answer {
  readonly [key: string]: unknown;
}

/** A command that failed; the message has all it printed. */
export class Refused extends Error {}

/** The variables of a developer's own AWS account are not for a test. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}

/**
 * Why the tutorials cannot run; false when they can.
 *
 * A build machine that has no command line gets Debian's; a developer's machine is left as it is.
 */
export function whyNoAws(): string | false {
  if (works(spawnSync('aws', ['--version']))) return false;
  if (process.env.CI === 'true' && process.getuid?.() === 0) {
    spawnSync('sh', ['-c', INSTALL], { stdio: 'inherit' });
    if (works(spawnSync('aws', ['--version']))) return false;
  }
  return 'the AWS command line is not here: install `awscli`';
}

const INSTALL = 'apt-get update -qq && apt-get install -y -qq awscli';

function works({ status }: SpawnSyncReturns<Buffer>): boolean {
  return status === 0;
}
