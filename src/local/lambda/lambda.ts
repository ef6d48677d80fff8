import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Denial } from '../../base/actor.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { LogGroups } from '../../base/log-groups.ts';
import type { Instant } from '../../base/time.ts';
import type { FunctionHost } from '../../integrations/lambda/port.ts';
import { LambdaApi } from './api.ts';
import { CodeStore } from './code-store.ts';
import { FunctionFolders } from './function-folders.ts';
import { type FunctionRecords, Functions } from './functions.ts';
import { LocalHost } from './host.ts';
import { Mappings } from './mappings.ts';
import { POOL_LIMITS, type PoolLimits } from './pool.ts';
import type { QueuePort } from './queue-port.ts';
import { Spool } from './spool.ts';
import { SPOOL_FOLDER } from './spool-folder.ts';

export interface LambdaOptions {
  /** The data directory; code and logs go to `functions/` in it. Undefined: a temporary one, removed by `close`. */
  readonly directory?: string;
  /** One folder per function, reloaded when it changes. */
  readonly functionsDirectory?: string;
  /** In its `node_modules` functions find the AWS SDK. Undefined: the directory the server was started in. */
  readonly modulesDirectory?: string;
  readonly records: FunctionRecords;
  /** Where event source mappings are kept. */
  readonly mappings: FunctionRecords;
  readonly queues: QueuePort;
  /** Where functions reach this server; asked when a process starts. */
  readonly endpointUrl: () => string;
  /** What the AWS SDKs inside functions sign with. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where functions print, besides their files. */
  readonly logGroups?: Pick<LogGroups, 'append'>;
  /** Judges calls from within this server; without it, all are allowed. */
  readonly denial?: Denial | undefined;
  readonly entropy: Entropy;
  readonly now: () => Instant;
  /**
   * Names calls in the files where functions' processes write them down. Absent, or without a directory: no later host can say
   * what became of a call.
   */
  readonly spoolSecret?: Buffer;
  readonly limits?: Partial<PoolLimits>;
}

export interface Lambda {
  /** Lambda's own API, for service `lambda`. */
  readonly api: HttpService;
  readonly host: FunctionHost;
  /** These are all attempts of earlier hosts that anybody asks for; the set shrinks as their outcomes are on disk. */
  recovered(inherited: ReadonlySet<string>): Promise<void>;
  /** What a function has printed lately, at most 64 K characters; empty when it has not run. */
  log(name: string): string;
  /** Stops all functions; their calls end with `Lambda.Unknown`. Resolves when no process is left. */
  close(): Promise<void>;
}

/**
 * Our own Lambda: Node.js and Python functions in processes of this machine.
 *
 * Function code runs with the rights of this server. It is no boundary against code one does not trust.
 *
 * @throws Unavailable when records or directories cannot be read; an Error when `functionsDirectory` is not there.
 */
export async function createLambda(options: LambdaOptions): Promise<Lambda> {
  const { records, entropy, now } = options;
  const temporary =
    options.directory === undefined ? await mkdtemp(join(tmpdir(), 'stepwell-functions-')) : undefined;
  const made = join(temporary ?? options.directory ?? '', 'functions');
  await mkdir(made, { recursive: true });
  // Stack traces show real paths; the one that is replaced in them must be the real one too.
  const directory = await realpath(made);
  const code = new CodeStore(directory);
  const folders =
    options.functionsDirectory === undefined
      ? undefined
      : new FunctionFolders(await realpath(resolve(options.functionsDirectory)), () => entropy.uuid());
  const functions = new Functions(records, code, folders);
  await functions.sweepCode();
  const spool = spoolOf(options);
  const host = new LocalHost({
    spool,
    functions,
    code,
    directory,
    surroundings: {
      endpointUrl: options.endpointUrl,
      credentials: options.credentials,
      modulesDirectory: resolve(options.modulesDirectory ?? ''),
    },
    limits: { ...POOL_LIMITS, ...options.limits },
    ...(options.logGroups === undefined ? {} : { logGroups: options.logGroups }),
    ...{ entropy, now, denial: options.denial },
  });
  const { queues } = options;
  const mappings = new Mappings(options.mappings, { queues, host });
  await mappings.open();
  return {
    api: new LambdaApi({ functions, code, host, mappings, queues, entropy, now }),
    host,
    recovered: async (inherited) => await spool?.recovered(inherited),
    log: (name) => host.log(name),
    close: async () => {
      mappings.close();
      folders?.close();
      await host.close();
      if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    },
  };
}

function spoolOf({ directory, spoolSecret: secret, now }: LambdaOptions): Spool | undefined {
  return directory === undefined || secret === undefined
    ? undefined
    : new Spool(join(directory, SPOOL_FOLDER), { secret, now });
}
