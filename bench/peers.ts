import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Named versions: the figures are of these. None is a dependency; some have run what they were given as code. */
export const VERSIONS = {
  'jsonpath-plus': '11.3.0',
  jsonpath: '1.3.0',
  'json-p3': '2.3.1',
  'aws-local-stepfunctions': '3.0.0',
  '@restatedev/restate-server': '1.7.12',
  '@restatedev/restate-sdk': '1.17.2',
} as const;

export type PeerName = keyof typeof VERSIONS;

/** What npm has that does some of the same work, outside the package. */
export interface Peers {
  readonly directory: string;
  /** As `require` does. Undefined when npm could not install it. */
  load(name: PeerName): unknown;
}

/** Installs them, unless they are there already. */
export function installPeers(): Peers {
  const directory = join(tmpdir(), `stepwell-bench-peers-${process.getuid?.() ?? 0}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const wanted = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const options = ['--prefix', directory, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status } = spawnSync('npm', ['install', ...options, ...wanted], { stdio: 'ignore' });
  if (status !== 0)
    console.error('npm could not install all peers: what is missing is compared with nothing');
  const load = createRequire(join(directory, 'any.js'));
  return {
    directory,
    load(name) {
      try {
        return load(name);
      } catch (error) {
        console.error(`${name} is left out: ${error instanceof Error ? error.message : error}`);
        return undefined;
      }
    },
  };
}
