import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { resolve } from 'node:path';
import type { Report } from '../../base/operator-event.ts';
import type { ServerConfig } from '../../config.ts';
import { parseHookTarget } from '../../local/hook/hook-target.ts';
import { type Server, startServer } from '../../server.ts';
import { keepCompiledCode } from '../compiled-code.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import { type LogFormat, OperatorLog } from '../operator-log.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { printable, type Terminal } from '../terminal.ts';

/** Starts the server, says how to reach it, and returns after a signal has closed it. */
export async function start(options: StartOptions, terminal: Terminal): Promise<ExitCode> {
  const config = configOf(options);
  const log = new OperatorLog({ format: options.logFormat, now: Date.now, write: terminal.say });
  const report: Report = (event) => log.report(event);
  const notice = (message: string) => report({ event: 'notice', level: 'info', message });
  const server = await startServer({ ...config, log: notice, report }).catch((error: unknown) => {
    throw explained(error, config.port);
  });
  // Before the first line is out: whoever reads it may send a signal at once.
  const signal = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  if (options.logFormat === 'json') reportStart(server, config, report);
  else {
    terminal.out(`stepwell listening on ${server.url}`);
    terminal.out(welcome(server, config));
  }
  for (const message of server.medium?.doubts ?? [])
    report({ event: 'durability_in_doubt', level: 'warning', message, fields: { reason: message } });
  setTimeout(settle, SETTLED_AFTER_MS).unref();
  // What was loaded on demand since then: a server that is killed later, as servers are, would not leave it.
  setTimeout(flushCompileCache, FLUSH_AFTER_MS).unref();
  await signal;
  await close(server, report);
  report({ event: 'stopped', level: 'info', message: 'stopped' });
  return EXIT.ok;
}

export interface StartOptions {
  readonly port: number;
  readonly bind: string;
  readonly data: string;
  readonly auth: 'sigv4' | 'off';
  readonly account: string;
  readonly functions?: string;
  readonly s3Dir?: string;
  readonly modules: string;
  readonly smtp?: string;
  readonly smtpSink?: number;
  readonly logsTo?: string;
  readonly retention?: number;
  readonly maxMemory?: number;
  readonly credentials?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly behindProxy?: boolean;
  readonly hostName?: readonly string[];
  readonly quotas?: 'aws';
  readonly enforceRoles?: boolean;
  readonly traceSampling?: number;
  readonly otlp?: string;
  readonly eventsTo?: string;
  readonly logFormat: LogFormat;
}

/** @throws Refusal for options that do not go together. */
function configOf(options: StartOptions): ServerConfig & { readonly data: string } {
  const { port, bind, data, auth, account, functions, credentials, behindProxy, hostName, quotas } = options;
  const { logsTo, retention, modules } = options;
  const { s3Dir, smtp, smtpSink } = options;
  const tls = tlsOf(options);
  const eventsTo = eventsToOf(options);
  return {
    ...{ port, host: bind.replace(/^\[(.*)\]$/, '$1'), data: resolve(data), auth, account },
    modules: resolve(modules),
    ...(functions === undefined ? {} : { functions: resolve(functions) }),
    ...(s3Dir === undefined ? {} : { s3Dir: resolve(s3Dir) }),
    ...(smtp === undefined ? {} : { smtp }),
    ...(smtpSink === undefined ? {} : { smtpSink }),
    ...(retention === undefined ? {} : { retentionDays: retention }),
    ...(options.maxMemory === undefined ? {} : { memoryBytesMax: options.maxMemory * 2 ** 20 }),
    ...(logsTo === undefined ? {} : { logsTo: logsTo === 'stdout' ? logsTo : resolve(logsTo) }),
    ...(credentials === undefined ? {} : { credentials: resolve(credentials) }),
    ...(tls === undefined ? {} : { tls }),
    ...(behindProxy === undefined ? {} : { behindProxy }),
    ...(hostName === undefined ? {} : { hostNames: hostName }),
    ...(quotas === undefined ? {} : { quotas }),
    ...(options.otlp === undefined ? {} : { otlp: collectorOf(options.otlp) }),
    ...(options.traceSampling === undefined ? {} : { traceSampling: options.traceSampling }),
    ...(options.enforceRoles === undefined ? {} : { enforcesRoles: options.enforceRoles }),
    ...(eventsTo === undefined ? {} : { eventsTo }),
  };
}

function tlsOf({ tlsCert, tlsKey }: StartOptions): ServerConfig['tls'] {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert !== undefined && tlsKey !== undefined) return { cert: resolve(tlsCert), key: resolve(tlsKey) };
  throw new Refusal(EXIT.usage, '--tls-cert and --tls-key go together');
}

function collectorOf(otlp: string): string {
  if (/^https?:$/.test(URL.parse(otlp)?.protocol ?? '')) return otlp;
  throw new Refusal(EXIT.usage, '--otlp takes the address of a collector, like http://127.0.0.1:4318');
}

function eventsToOf({ eventsTo }: StartOptions): ServerConfig['eventsTo'] {
  if (eventsTo === undefined) return undefined;
  const target = parseHookTarget(eventsTo);
  if (target === undefined)
    throw new Refusal(EXIT.usage, '--events-to takes http://HOST/PATH, https://HOST/PATH or file:PATH');
  return 'file' in target ? { file: resolve(target.file) } : target;
}

function explained(error: unknown, port: number): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return error;
  return new Refusal(EXIT.io, `port ${port} is in use; choose another with --port`, { cause: error });
}

function welcome({ url, durability, mode, smtpPort }: Server, { data, auth }: ServerConfig): string {
  const keys =
    mode === 'dev' && auth === 'sigv4'
      ? 'AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test'
      : mode === 'dev'
        ? 'AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any'
        : 'AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=...';
  return `
data        ${printable(data ?? '')}
durability  ${printable(durability)}
${mode === 'dev' ? `mailbox     ${url}/mail\n` : ''}${smtpPort === undefined ? '' : `smtp        127.0.0.1:${smtpPort}\n`}
To use it from another shell${mode === 'dev' ? '' : ', with a key pair of "stepwell credentials create"'}:

  export AWS_ENDPOINT_URL=${url}
  export ${keys} AWS_DEFAULT_REGION=us-east-1
  export AWS_DISABLE_HOST_PREFIX_INJECTION=true
`;
}

function reportStart(server: Server, { data = '' }: ServerConfig, report: Report): void {
  const { url, mode, durability, medium } = server;
  const { fileSystem = 'unknown', syncMs = 0 } = medium ?? {};
  report({
    event: 'started',
    level: 'info',
    message: `stepwell listening on ${url}`,
    fields: { url, mode, data, durability, fileSystem, syncMs },
  });
}

/** By then the start is over, whose end must not have to wait for this. */
const SETTLED_AFTER_MS = 1_000;
/** By then the first calls have loaded what they need. */
const FLUSH_AFTER_MS = 10_000;

function settle(): void {
  keepCompiledCode();
  keepHeapSmall();
}

/** Nothing depends on a graceful end: whatever is still under way is resumed by the next start. */
const CLOSE_MS_MAX = 9_000;

async function close(server: { close(): Promise<void> }, report: Report): Promise<void> {
  report({ event: 'stopping', level: 'info', message: 'closing; a second signal ends at once' });
  process.once('SIGTERM', () => process.exit(128 + SIGTERM));
  process.once('SIGINT', () => process.exit(128 + SIGINT));
  const deadline = setTimeout(() => process.exit(EXIT.ok), CLOSE_MS_MAX);
  await server.close();
  // Whatever may still hold the process has the rest of the time.
  deadline.unref();
}

const SIGINT = 2;
const SIGTERM = 15;
