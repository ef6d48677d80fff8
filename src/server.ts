import { readdirSync, realpathSync } from 'node:fs';
import { createDenial, guardedService } from './api/access/acting.ts';
import { type Access, openAccess, urlOf } from './api/access/open-access.ts';
import { readRolePolicies } from './api/access/role-policies.ts';
import { createAdmission } from './api/admission.ts';
import { createInProcessApi } from './api/in-process.ts';
import { createListener } from './api/listener.ts';
import { metricsOnDemand } from './api/metrics-on-demand.ts';
import { createStatesService } from './api/protocol.ts';
import { RequestTally } from './api/request-tally.ts';
import type { Denial } from './base/actor.ts';
import { present } from './base/assert.ts';
import type { HttpService } from './base/http-service.ts';
import type { Report } from './base/operator-event.ts';
import { SessionKeys } from './base/session-keys.ts';
import { createCatalog } from './catalog/create-catalog.ts';
import type { ServerConfig } from './config.ts';
import { createEngine } from './engine/create-engine.ts';
import type { OpenableEngine } from './engine/engine-options.ts';
import type { Integration, Integrations } from './engine/integration.ts';
import type { StatusListeners } from './engine/status-changes.ts';
import { createNamedHost } from './integrations/lambda/named-host.ts';
import type { FunctionHost } from './integrations/lambda/port.ts';
import { statesOnDemand } from './integrations/states/on-demand.ts';
import type { StatesApi } from './integrations/states/port.ts';
import type { EventHook } from './local/hook/event-hook.ts';
import type { FunctionRecords } from './local/lambda/functions.ts';
import { LambdaOnDemand } from './local/lambda/lambda-on-demand.ts';
import { queuePort } from './local/lambda/queue-port.ts';
import { LogsOnDemand } from './local/logs/logs-on-demand.ts';
import { type LocalServices, localServices } from './local-services.ts';
import type { Store } from './store/store.ts';
import { plainId, secretBytes, systemClock, systemEntropy, systemVitals } from './system.ts';
import { ProcessMetrics } from './telemetry/process-metrics.ts';

export interface Server {
  readonly url: string;
  readonly port: number;
  /** What an acknowledgement is worth here, in words. */
  readonly durability: string;
  /** What it is kept on; absent: in memory. */
  readonly medium: Store['medium'] | undefined;
  /** `server`: only keys of the credentials file count. */
  readonly mode: Access['mode'];
  /** Where programs hand in mails for the mailbox, when that was asked for. */
  readonly smtpPort?: number;
  /** Stops taking requests, lets what is under way come to its commit, and closes the store. Idempotent. */
  close(): Promise<void>;
}

/**
 * Puts the parts together and opens the port once recovery has begun.
 *
 * @throws AccessRefused when others could reach what is not protected; StoreRefused when the directory cannot be served.
 */
export async function startServer(config: ServerConfig): Promise<Server> {
  const log = config.log ?? (() => {});
  const access = openAccess(config, { now: systemClock.now, log });
  const store = await openStore(config);
  try {
    return await serve(config, store, access);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openStore({ data: directory, report = () => {} }: ServerConfig): Promise<Store> {
  // Loaded when needed: SQLite costs a cold start that a memory store need not pay.
  if (directory === undefined) return (await import('./store/memory/memory-store.ts')).createMemoryStore();
  const { openSqliteStore } = await import('./store/sqlite/sqlite-store.ts');
  const initial = SECRETS.map((key) => ({ kind: 'secret', key, text: newSecret() }));
  return await openSqliteStore({ directory, initial, report, onFatal: (error) => failStop(error, report) });
}

/** After an I/O error nobody knows what is on disk: end, and let the next start find out. */
function failStop(error: Error, report: Report): void {
  const message = `the store failed, ending: ${error.message}`;
  report({ event: 'store_failed', level: 'error', message, fields: { exitCode: EXIT_IO } });
  process.exit(EXIT_IO);
}

const EXIT_IO = 74;

async function serve(config: ServerConfig, store: Store, access: Access): Promise<Server> {
  const [clock, entropy] = [systemClock, systemEntropy];
  const { now } = clock;
  const catalog = createCatalog({ store, now, entropy });
  const address = { url: '' };
  const { logs, sink: logSink, close: closeLogs } = await logsOf(config, store);
  const services: Record<string, HttpService> = { logs };
  // Parts that are asked by those that are made before them: tasks call the API, whose engine runs them.
  const late: { local?: LocalServices; api?: StatesApi } = {};
  const denial = isEnforcing(config, access) ? denialBy(late) : undefined;
  const seals = await sealsOf(store);
  const queues = () => services.sqs;
  const lambda = await lambdaOf(config, store, { logs, address, seals, denial, queues });
  services.lambda = lambda;
  const hook = await eventHook(config, store);
  const sessionKeys = new SessionKeys(await secretOf(store, 'session-keys'));
  const local = localServices({
    ...{ documents: store, clock, entropy, onDefect, functions: lambda, mode: access.mode },
    ...{ ...(await localSettings(config, address)), all: () => services, sessionKeys },
    ...{ enforcesRoles: isEnforcing(config, access), denial },
  });
  late.local = local;
  await local.load();
  const engine = createEngine({
    ...{ store, catalog, clock, entropy, onDefect, report: config.report },
    logGroups: logSink,
    traces: { sink: local.traces, sampling: config.traceSampling ?? 1 },
    retentionDays: config.retentionDays ?? RETENTION_DAYS,
    integrations: integrationsOf(
      [lambda, ...namedHosts(address)],
      { call: (request) => present(late.api, 'API').call(request) },
      local.integrations,
    ),
    ...{ ...seals, recovered: (underWay: readonly string[]) => void lambda.recovered(underWay) },
    listeners: listenersOf(hook, local),
  });
  const secret = await secretOf(store, 'page-tokens');
  const api = { ...{ engine, catalog, logGroups: logs, now }, secret };
  const states = createStatesService(api);
  late.api = createInProcessApi(api, denial);
  const observed = observe(access, { engine, store, now });
  let isReady = false;
  const listener = createListener({
    services: Object.assign(services, guarded({ logs, lambda, states, ...local.services }, denial)),
    ...{ pages: { ...local.pages, ...observed.pages }, tally: observed.tally },
    ...access,
    authentication: { ...access.authentication, sessions: sessionKeys },
    rolePolicies: isEnforcing(config, access) ? rolePolicies(local) : undefined,
    ...{ now, newRequestId: plainId, onDefect, isReady: () => isReady && store.isWritable !== false },
    admission: createAdmission(systemVitals, config.memoryBytesMax),
  });
  const { port } = await listener.listen(config.port, config.host);
  address.url = urlOf(config, port);
  // Recovery may start functions at once, and they must be able to reach this server.
  const { smtpPort } = await local.open();
  await engine.open();
  await lambda.listen();
  hook?.start();
  isReady = true;
  observed.watch();
  return {
    ...{ url: address.url, port, mode: access.mode },
    ...{ durability: store.durability, medium: store.medium },
    ...(smtpPort === undefined ? {} : { smtpPort }),
    async close() {
      isReady = false;
      await closeInOrder([listener, engine, hook, local, lambda, { close: closeLogs }, observed, store]);
    },
  };
}

interface Observable {
  readonly engine: Pick<OpenableEngine, 'metrics'>;
  readonly store: Store;
  readonly now: () => number;
}

/** What an operator can see of it, at `/metrics`. */
function observe({ mode, authentication, quotas, failures }: Access, { engine, store, now }: Observable) {
  const tally = new RequestTally({ hasQuotas: quotas !== undefined });
  const own = new ProcessMetrics();
  const pages = metricsOnDemand({
    // On the loopback interface, nobody else can ask.
    credentials:
      mode === 'server' && authentication.mode === 'sigv4' ? authentication.credentials : undefined,
    ...{ failures, now, onRefused: () => tally.refused('signature') },
    metrics: () => [...engine.metrics(), ...tally.metrics(), ...(store.metrics?.() ?? []), ...own.metrics()],
  });
  return {
    ...{ tally, pages },
    watch: () => own.watch(),
    close: async () => own.close(),
  };
}

/** Where everybody who comes in has keys of their own, roles always count. */
function isEnforcing({ enforcesRoles }: ServerConfig, { mode }: Access): boolean {
  return mode === 'server' || enforcesRoles === true;
}

/**
 * What tasks, rules and APIs may do with the roles that they were given.
 *
 * @param known Who keeps roles is made with all others, and is there before the first of them acts.
 */
function denialBy(known: { readonly local?: LocalServices }): Denial {
  return createDenial({
    now: systemClock.now,
    async rolePolicies(account, name) {
      const role = await present(known.local, 'IAM').role(account, name);
      return role && readRolePolicies(role.policies);
    },
  });
}

/** Each asks whether those may call it who call it from within. */
function guarded(services: Readonly<Record<string, HttpService>>, denial: Denial | undefined) {
  if (denial === undefined) return services;
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => [name, guardedService(name, service, denial)]),
  );
}

function rolePolicies(local: LocalServices) {
  return async (account: string, name: string) =>
    readRolePolicies((await local.role(account, name))?.policies ?? []);
}

async function closeInOrder(parts: readonly ({ close(): Promise<void> } | undefined)[]): Promise<void> {
  for (const part of parts) await part?.close();
}

interface LambdaPorts {
  readonly logs: LogsOnDemand;
  readonly address: { readonly url: string };
  readonly queues: () => HttpService | undefined;
  readonly denial: Denial | undefined;
  readonly seals: { readonly tokenSecret: Buffer };
}

async function lambdaOf(
  { data, functions, modules }: ServerConfig,
  store: Store,
  { logs, address, queues, seals, denial }: LambdaPorts,
): Promise<LambdaOnDemand> {
  // Functions are opened by their first call; a folder that is not there must be said now.
  const functionsDirectory = functions === undefined ? undefined : realpathSync(functions);
  return new LambdaOnDemand({
    records: recordsOf(store, 'function'),
    mappings: recordsOf(store, 'event-source-mapping'),
    queues: queuePort(queues, systemEntropy.uuid),
    endpointUrl: () => address.url,
    credentials: DEV_KEYS,
    ...{ logGroups: logs, denial },
    entropy: systemEntropy,
    now: systemClock.now,
    spoolSecret: seals.tokenSecret,
    ...(data === undefined ? {} : { directory: data }),
    ...(functionsDirectory === undefined ? {} : { functionsDirectory }),
    ...(modules === undefined ? {} : { modulesDirectory: realpathSync(modules) }),
  });
}

/** What is not there, or no folder, must be said before anybody is let in. */
function folderAt(path: string): string {
  readdirSync(path);
  return realpathSync(path);
}

async function localSettings(config: ServerConfig, address: { readonly url: string }) {
  const { s3Dir, account } = config;
  return {
    url: () => address.url,
    log: config.log ?? (() => {}),
    credentials: credentialsOf(process.env),
    directory: config.data,
    s3Folder: s3Dir === undefined ? undefined : { path: folderAt(s3Dir), account },
    smtp: config.smtp,
    smtpSink: config.smtpSink,
    otlp: config.otlp,
  };
}

/** Who hears how executions start and end. */
function listenersOf(hook: Hook | undefined, local: LocalServices): StatusListeners {
  return {
    queues: (place) => [...(hook?.queues() ?? []), ...local.queues(place)],
    told() {
      hook?.wake();
      local.told();
    },
  };
}

interface Hook extends EventHook {
  queues(): readonly string[];
}

/** Tells others how executions start and end; undefined when nobody asked for it. */
async function eventHook(
  { eventsTo: target, log = () => {} }: ServerConfig,
  outbox: Store,
): Promise<Hook | undefined> {
  if (target === undefined) return undefined;
  const { HOOK_QUEUE, openEventHook } = await import('./local/hook/event-hook.ts');
  const hook = await openEventHook({ target, outbox, clock: systemClock, log, onDefect });
  return { ...hook, queues: () => [HOOK_QUEUE] };
}

/** CloudWatch Logs, and what executions log to: the same, and its mirror where one is wanted. */
async function logsOf(config: ServerConfig, store: Store) {
  const { data: directory, logsTo, log = () => {} } = config;
  const logs = new LogsOnDemand({
    ...{ documents: store, now: systemClock.now, log, onDefect },
    ...(directory === undefined ? {} : { directory }),
  });
  if (logsTo === undefined) return { logs, sink: logs, close: () => logs.close() };
  const { LogMirror, toFolder, toStream } = await import('./local/logs/log-mirror.ts');
  const sink = new LogMirror(logs, logsTo === 'stdout' ? toStream(process.stdout) : toFolder(logsTo), log);
  const close = async () => {
    await sink.close();
    await logs.close();
  };
  return { logs, sink, close };
}

/** As long as AWS keeps them. */
const RETENTION_DAYS = 90;

/** Our own code broke a promise: no catch may keep a process alive whose state nobody can vouch for. */
function onDefect(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

/** What functions sign with, when they call this server. */
const DEV_KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };

function integrationsOf(
  hosts: readonly FunctionHost[],
  api: StatesApi,
  others: Readonly<Record<string, Integration>>,
): Integrations {
  const states = statesOnDemand({ api, now: systemClock.now, uuid: systemEntropy.uuid });
  let loading: Promise<Integration> | undefined;
  const loaded = () => {
    loading ??= lambdaIntegration(hosts);
    return loading;
  };
  const lambda: Integration = {
    send: async (attempt, signal) => (await loaded()).send(attempt, signal),
    resume: async (attempt, signal) => (await loaded()).resume?.(attempt, signal),
    settled({ id }) {
      for (const host of hosts) host.settled?.(id);
    },
  };
  return (resource) => {
    if (resource.kind === 'function') return lambda;
    if (resource.kind !== 'service') return undefined;
    if (resource.service === 'states' || resource.service === 'aws-sdk:sfn') return states;
    if (resource.service === 'lambda') return lambda;
    return Object.hasOwn(others, resource.service) ? others[resource.service] : undefined;
  };
}

async function lambdaIntegration(hosts: readonly FunctionHost[]): Promise<Integration> {
  const { createLambdaIntegration } = await import('./integrations/lambda/lambda.ts');
  return createLambdaIntegration({ hosts, now: systemClock.now, uuid: systemEntropy.uuid });
}

function namedHosts(own: { readonly url: string }): FunctionHost[] {
  const endpointUrl = process.env.AWS_ENDPOINT_URL_LAMBDA ?? process.env.AWS_ENDPOINT_URL;
  if (endpointUrl === undefined || endpointUrl === '') return [];
  const credentials = credentialsOf(process.env);
  return [createNamedHost({ endpointUrl, ownUrl: () => own.url, credentials, now: systemClock.now, fetch })];
}

/** What endpoints that the environment names are asked with. */
function credentialsOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: NodeJS.ProcessEnv) {
  return {
    accessKeyId: AWS_ACCESS_KEY_ID ?? DEV_KEYS.accessKeyId,
    secretAccessKey: AWS_SECRET_ACCESS_KEY ?? DEV_KEYS.secretAccessKey,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  };
}

function recordsOf(store: Store, kind: string): FunctionRecords {
  return {
    read: (key) => store.document(kind, key),
    list: (prefix) => store.documents(kind, { prefix, limit: FUNCTIONS_MAX }),
    write: (key, text, expectedVersion) => store.write([{ kind, key, text, expectedVersion }]),
  };
}

/** Functions of one account and region that are listed at most. */
const FUNCTIONS_MAX = 10_000;

/** 32 random bytes each, which stay the same for the life of the data. */
const SECRETS = ['task-tokens', 'page-tokens', 'session-keys'] as const;

async function secretOf(store: Store, key: (typeof SECRETS)[number]): Promise<Buffer> {
  const known = await knownSecret(store, key);
  if (known !== undefined) return known;
  const text = newSecret();
  await store.write([{ kind: 'secret', key, text, expectedVersion: 0 }]);
  return Buffer.from(text, 'base64');
}

async function sealsOf(store: Store) {
  const tokenSecret = await secretOf(store, 'task-tokens');
  // Only a restored directory has one of its own: there the other is new.
  const mapRunSecret = await knownSecret(store, 'map-runs');
  return mapRunSecret === undefined ? { tokenSecret } : { tokenSecret, mapRunSecret };
}

async function knownSecret(store: Store, key: string): Promise<Buffer | undefined> {
  const known = await store.document('secret', key);
  return known && Buffer.from(known.text, 'base64');
}

function newSecret(): string {
  return secretBytes(32).toString('base64');
}
