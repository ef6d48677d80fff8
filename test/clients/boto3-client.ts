import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OpenClient } from './client.ts';

const PROGRAM = fileURLToPath(new URL('boto3_client.py', import.meta.url));

/** The first has the packages of the distribution, the second those of whoever works here. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

export interface Botocore {
  readonly python: string;
  readonly version: string;
}

/** Every botocore on this machine, once: it is what boto3 is made of, and it comes with the AWS command line. */
export function botocores(): Botocore[] {
  const found = PYTHONS.map((python) => ({ python, version: versionFor(python) }));
  return found.filter(
    ({ version }, index) => version !== '' && found.findIndex((other) => other.version === version) === index,
  );
}

function versionFor(python: string): string {
  const { stdout } = spawnSync(python, ['-c', 'import botocore; print(botocore.__version__)']);
  return stdout?.toString().trim() ?? '';
}

/** The service model is of this version. */
const CURRENT = { major: 1, minor: 43 };

export function openBoto3({ python, version }: Botocore): OpenClient {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < CURRENT.major || (major === CURRENT.major && minor < CURRENT.minor);
  return async (endpoint) => {
    const child = spawn(python, [PROGRAM, endpoint], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // A developer's own account is not for a test.
      env: { PATH: process.env.PATH, AWS_CONFIG_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    const ended = once(child, 'exit');
    const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
    return {
      isOld,
      async call(operation, input) {
        child.stdin.write(`${JSON.stringify({ operation, input })}\n`);
        const { value, done } = await answers.next();
        if (done === true) throw new Error(`boto3 ended at ${operation}`);
        return JSON.parse(value);
      },
      async [Symbol.asyncDispose]() {
        child.stdin.end();
        await ended;
      },
    };
  };
}
