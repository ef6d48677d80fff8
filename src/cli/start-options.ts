import type { StartOptions } from './commands/start.ts';
import { Refusal } from './exit-code.ts';
import { account, collect, days, mebibytes, port, share, smtpUrl } from './option-values.ts';

interface OptionRow {
  /** As Commander takes it: `--port <number>`, or `--behind-proxy` for one that has no value. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** @param before What the option is so far: its default, or what an earlier mention has made of it. @throws Refusal. */
  readonly read?: (text: string, before: unknown) => unknown;
  readonly byDefault?: string | number;
}

/** What `stepwell start` can be told, in the order of its help. */
export const START_OPTIONS: readonly OptionRow[] = [
  {
    flags: '--port <number>',
    description: 'port to listen on; 0 takes a free one',
    read: port,
    byDefault: 8083,
  },
  {
    flags: '--bind <address>',
    description: 'address to listen on; any but loopback needs credentials and TLS',
    byDefault: '127.0.0.1',
  },
  { flags: '--data <directory>', description: 'where everything is kept', byDefault: './.stepwell' },
  {
    flags: '--auth <mode>',
    description: 'check signatures, or accept any caller',
    choices: ['sigv4', 'off'],
    byDefault: 'sigv4',
  },
  {
    flags: '--account <id>',
    description: '12-digit account of the key pair test/test',
    read: account,
    byDefault: '123456789012',
  },
  {
    flags: '--functions <directory>',
    description: 'one folder a function, reloaded when files change',
  },
  {
    flags: '--s3-dir <directory>',
    description: 'one folder a bucket of S3, watched: its files are objects of --account',
  },
  {
    flags: '--modules <directory>',
    description: 'its node_modules has the AWS SDK for functions',
    byDefault: '.',
  },
  {
    flags: '--smtp <url>',
    description: 'mail server for what topics send; without it their mails stay at /mail',
    read: smtpUrl,
  },
  {
    flags: '--smtp-sink <port>',
    description: 'take mails for /mail from programs on this machine; 0 takes a free port',
    read: port,
  },
  {
    flags: '--events-to <target>',
    description: 'tell how executions start and end: POST to a URL, or append to file:PATH',
  },
  {
    flags: '--retention <days>',
    description: 'how long closed executions are kept; 0 for ever',
    read: days,
    byDefault: 90,
  },
  {
    flags: '--max-memory <MiB>',
    description: 'requests are throttled before the server takes more',
    read: mebibytes,
    byDefault: 512,
  },
  {
    flags: '--logs-to <target>',
    description: 'show what executions log: stdout, or a directory with a file a machine',
  },
  {
    flags: '--log-format <format>',
    description: 'how the server speaks of itself on standard error: for people or programs',
    choices: ['text', 'json'],
    byDefault: 'text',
  },
  {
    flags: '--credentials <file>',
    description: 'whose keys count, and nobody else (default: credentials.json in --data)',
  },
  { flags: '--tls-cert <file>', description: 'certificate chain in PEM' },
  { flags: '--tls-key <file>', description: 'its key in PEM' },
  { flags: '--behind-proxy', description: 'speak plain HTTP to something that speaks TLS to clients' },
  {
    flags: '--host-name <name>',
    description: 'name that clients call this server by; may be repeated',
    read: collect,
  },
  {
    flags: '--quotas <profile>',
    description: 'throttle as AWS does: its token buckets for each account',
    choices: ['aws'],
  },
  {
    flags: '--trace-sampling <share>',
    description: 'of executions of machines with tracing on, 0 to 1',
    read: share,
    byDefault: 1,
  },
  { flags: '--otlp <url>', description: 'send traces to a collector as well, over OTLP/HTTP' },
  {
    flags: '--enforce-roles',
    description: 'a role bounds its sessions in dev mode, too; with credentials it always does',
  },
];

/** What is given as `--option value`, as mostly; undefined for everything else, right or wrong. */
export function readStartOptions(args: readonly string[]): StartOptions | undefined {
  const values = new Map<string, unknown>();
  for (const { flags, byDefault } of START_OPTIONS)
    if (byDefault !== undefined) values.set(nameOf(flags), byDefault);
  for (let index = 0; index < args.length; index++) {
    const row = START_OPTIONS.find(({ flags }) => flags.split(' ', 1)[0] === args[index]);
    if (row === undefined) return undefined;
    const name = nameOf(row.flags);
    const value = row.flags.includes(' ') ? read(row, args[++index], values.get(name)) : true;
    if (value === undefined) return undefined;
    values.set(name, value);
  }
  // Each row is a field of it, whose type is what the row's reading gives.
  return Object.fromEntries(values) as unknown as StartOptions;
}

/** `--s3-dir <directory>` is `s3Dir`. */
function nameOf(flags: string): string {
  const [flag = ''] = flags.slice('--'.length).split(' ', 1);
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function read(row: OptionRow, text: string | undefined, before: unknown): unknown {
  if (text === undefined || text.startsWith('-') || row.choices?.includes(text) === false) return undefined;
  try {
    return row.read === undefined ? text : row.read(text, before);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
