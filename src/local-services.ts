import type { Denial } from './base/actor.ts';
import type { Scope } from './base/arn.ts';
import { present } from './base/assert.ts';
import type { Clock } from './base/clock.ts';
import type { Documents } from './base/documents.ts';
import type { Entropy } from './base/entropy.ts';
import type { HttpService } from './base/http-service.ts';
import type { Outbox } from './base/outbox.ts';
import type { PageService } from './base/page-service.ts';
import { isS3Upload } from './base/s3-call.ts';
import type { SessionKeys } from './base/session-keys.ts';
import { StateError } from './base/state-error.ts';
import type { Integration } from './engine/integration.ts';
import type { ApiFront } from './integrations/apigateway/port.ts';
import type { SdkService } from './integrations/aws-sdk/sdk-service.ts';
import { SDK_SERVICES } from './integrations/aws-sdk/sdk-services.ts';
import type { ServiceEndpoint } from './integrations/endpoint/endpoint.ts';
import { isSameServer } from './integrations/endpoint/is-same-server.ts';
import { ownEndpoint } from './integrations/endpoint/own-endpoint.ts';
import type { FunctionHost } from './integrations/lambda/port.ts';
import { apiGatewayOf } from './local/apigateway/apigateway-on-demand.ts';
import type { JsonPath } from './local/apigateway/template-variables.ts';
import { EventsOnDemand } from './local/events/events-on-demand.ts';
import type { RoleWithPolicies } from './local/iam/iam.ts';
import type { Mailbox } from './local/mail/mailbox.ts';
import type { Mailer } from './local/mail/mailer.ts';
import type { SmtpSink } from './local/mail/smtp-sink.ts';
import type { FolderOptions } from './local/s3/folder-buckets.ts';
import { SchedulerOnDemand } from './local/scheduler/scheduler-on-demand.ts';
import { OnDemand } from './local/service/on-demand.ts';
import { identityOnDemand } from './local/sts/identity-on-demand.ts';
import { xrayOnDemand } from './local/xray/xray-on-demand.ts';
import type { TraceSink } from './telemetry/trace-sink.ts';

/** What the local services need of the server that they are part of. */
export interface LocalPorts {
  /** Where they keep what they acknowledge. */
  readonly documents: Documents & Outbox;
  /** Where they may keep files; undefined: nothing is to survive. */
  readonly directory: string | undefined;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where clients reach this server; known once it listens. */
  readonly url: () => string;
  /** Every service of this server, these included, by its name in a signature's scope: they call one another. */
  readonly all: () => Readonly<Record<string, HttpService>>;
  /** What topics invoke. */
  readonly functions: FunctionHost;
  /** `server`: others than its owner can reach it, and see no mails. */
  readonly mode: 'dev' | 'server';
  /** Where mails go out; without it they stay in the mailbox. */
  readonly smtp?: string | undefined;
  /** On which port programs hand in mails for the mailbox; 0: any free one. */
  readonly smtpSink?: number | undefined;
  /** A folder whose folders are buckets. */
  readonly s3Folder?: FolderOptions | undefined;
  /** Signs calls to endpoints that the environment names. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** A collector that traces of executions are sent to, besides our own X-Ray. */
  readonly otlp?: string | undefined;
  /** Makes temporary credentials. */
  readonly sessionKeys: SessionKeys;
  /** Whether roles bound what their sessions may do, and who may have one. */
  readonly enforcesRoles: boolean;
  /** Judges what is called from within this server; without it, all is allowed. */
  readonly denial?: Denial | undefined;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

export interface LocalServices {
  /** By the service's name in a signature's scope. */
  readonly services: Readonly<Record<string, HttpService>>;
  /** By their path; for anyone who can reach this server. */
  readonly pages: Readonly<Record<string, PageService>>;
  /** By the service in a Task's resource. */
  readonly integrations: Readonly<Record<string, Integration>>;
  /** Queues of the outbox that want to hear how executions of this account and region start and end. */
  queues(place: Scope): readonly string[];
  /** Something is in one of these queues. */
  told(): void;
  /** A role and what it may do; undefined when there is none of that name. */
  role(account: string, name: string): Promise<RoleWithPolicies | undefined>;
  /** Where traces of executions go. */
  readonly traces: TraceSink;
  /** Knows what executions will be held against; to be awaited before any goes on. */
  load(): Promise<void>;
  /** Goes on with what a former server has acknowledged and not done. @throws Error when a port is taken. */
  open(): Promise<{ readonly smtpPort?: number }>;
  close(): Promise<void>;
}

/**
 * Our stand-ins for AWS's services, besides Lambda. Each is loaded by its first call, so that none costs a cold start
 * that does not use it.
 */
export function localServices(ports: LocalPorts): LocalServices {
  const { documents, clock, entropy, url, mode } = ports;
  const kept = { documents, clock, entropy, url };
  const mailbox = once(() => openMailbox(ports));
  const events = eventsOf(ports);
  const scheduler = schedulerOf(ports, events);
  const { sqs, sns } = messagingOf(ports, mailbox);
  const s3 = s3Of(ports, events);
  const gateway = apiGatewayOf({
    ...{ ...kept, all: ports.all, denial: ports.denial },
    jsonPath: () => jsonPathOf(ports),
  });
  const identity = identityOnDemand({ ...ports, now: clock.now });
  const xray = xrayOnDemand({ ...ports, now: clock.now });
  let sink: SmtpSink | undefined;
  return {
    services: {
      ...{ events: events.api, scheduler: scheduler.api, s3, sqs, sns, xray: xray.service },
      ...identity.services,
      ...gateway.services,
    },
    pages: {
      '/sns': {
        bodyBytesMax: 4096,
        isLinked: true,
        handle: async (request) => (await sns.opened()).pages.handle(request),
      },
      // In server mode nobody knows who asks.
      ...(mode === 'dev' ? mailPages(mailbox) : {}),
      ...gateway.pages,
    },
    integrations: integrationsOf(gateway, ports),
    role: (account, name) => identity.role(account, name),
    traces: xray.sink,
    queues: (place) => events.queues(place),
    told: () => events.told(),
    load: async () => {
      await events.load();
      await scheduler.load();
    },
    async open() {
      events.start();
      scheduler.start();
      const [waiting] = await documents.documents('sns-delivery', { prefix: '', limit: 1 });
      if (waiting !== undefined) await sns.opened();
      // What was put into the folder meanwhile is told of, whether anybody calls or not.
      if (ports.s3Folder !== undefined) await s3.opened();
      if (ports.smtpSink === undefined) return {};
      const { openSmtpSink } = await import('./local/mail/smtp-sink.ts');
      sink = await openSmtpSink(ports.smtpSink, await mailbox());
      return { smtpPort: sink.port };
    },
    async close() {
      await sink?.close();
      await xray.close();
      await identity.close();
      await s3.close();
      await scheduler.close();
      await events.close();
      await gateway.close();
      await sns.close();
      await sqs.close();
    },
  };
}

/** Queues, and the topics that send to them. */
function messagingOf(ports: LocalPorts, mailbox: () => Promise<Mailbox>) {
  const { documents, clock, entropy, url, log, onDefect, functions } = ports;
  const kept = { documents, clock, entropy, url };
  const sqs = new OnDemand({
    bodyBytesMax: REQUEST_BYTES_MAX.sqs,
    open: async () =>
      (await import('./local/sqs/sqs.ts')).openSqs({ ...kept, bodyBytesMax: REQUEST_BYTES_MAX.sqs }),
  });
  const sns = new OnDemand({
    bodyBytesMax: REQUEST_BYTES_MAX.sns,
    open: async () => {
      const { openSns } = await import('./local/sns/sns.ts');
      return await openSns({
        ...{ ...kept, log, onDefect, fetch, functions },
        bodyBytesMax: REQUEST_BYTES_MAX.sns,
        mailer: await openMailer(ports.smtp, await mailbox()),
        sendToQueue: async (arn, input, from) => (await sqs.opened()).send(arn, input, from),
      });
    },
  });
  return { sqs, sns };
}

/** What Task states reach, by the service in their resource. */
function integrationsOf(gateway: ApiFront, ports: LocalPorts): Record<string, Integration> {
  const { clock, entropy } = ports;
  return {
    ...sdkIntegrations(ports),
    events: loaded(async () => {
      const { createEventsIntegration } = await import('./integrations/events/events.ts');
      return createEventsIntegration(
        await endpointOf({ signingName: 'events', variable: 'EVENTBRIDGE' }, ports),
      );
    }),
    apigateway: loaded(async () => {
      const { createApiGatewayIntegration } = await import('./integrations/apigateway/apigateway.ts');
      return createApiGatewayIntegration({ front: gateway, fetch, now: clock.now, uuid: entropy.uuid });
    }),
    sqs: loaded(async () => {
      const { createSqsIntegration } = await import('./integrations/sqs/sqs.ts');
      return createSqsIntegration(
        await endpointOf({ signingName: 'sqs', variable: 'SQS' }, ports),
        clock.now,
      );
    }),
    sns: loaded(async () => {
      const { createSnsIntegration } = await import('./integrations/sns/sns.ts');
      return createSnsIntegration(
        await endpointOf({ signingName: 'sns', variable: 'SNS' }, ports),
        clock.now,
      );
    }),
  };
}

/** `aws-sdk:*` of the services that are here, and of those that the environment may have an endpoint for. */
function sdkIntegrations(ports: LocalPorts): Record<string, Integration> {
  return Object.fromEntries(
    Object.entries(SDK_SERVICES).map(([name, entry]): [string, Integration] => [
      `aws-sdk:${name}`,
      loaded(async () => {
        const { createSdkIntegration } = await import('./integrations/aws-sdk/sdk-integration.ts');
        const { SERVICE } = await entry.load();
        const own = ports.all()[entry.signingName];
        const endpoint = await (own === undefined
          ? endpointElsewhere(entry, ports)
          : endpointOf(entry, ports));
        return endpoint === undefined ? absent(SERVICE, entry) : createSdkIntegration(SERVICE, endpoint);
      }),
    ]),
  );
}

/** What is not here is refused by its name. */
async function absent({ sdk }: SdkService, { signingName, variable }: EndpointName): Promise<Integration> {
  const { sdkError } = await import('./integrations/aws-sdk/refusal.ts');
  const message = `There is no ${signingName} here: AWS_ENDPOINT_URL_${variable} may name one.`;
  const refusal = { code: 'NotImplemented', message, status: 501, isModelled: false };
  return {
    async send({ id }) {
      throw sdkError(sdk, refusal, { requestId: id });
    },
  };
}

/** Batches of the largest size, in the longest form there is of them; of S3, a list of 10,000 parts. */
const REQUEST_BYTES_MAX = { sqs: 2_000_000, sns: 2_000_000, s3: 4_000_000 };

/** Buckets, whose events go to EventBridge. */
function s3Of(ports: LocalPorts, events: EventsOnDemand) {
  const { documents, directory, clock, entropy, s3Folder: folder, log, onDefect } = ports;
  return new OnDemand({
    bodyBytesMax: REQUEST_BYTES_MAX.s3,
    streaming: {
      takes: isS3Upload,
      refused: async (refusal) => (await import('./local/s3/refused.ts')).listenerRefusal(refusal),
    },
    open: async () =>
      (await import('./local/s3/s3.ts')).openS3({
        ...{
          documents,
          directory,
          clock,
          entropy,
          folder,
          log,
          onDefect,
          bodyBytesMax: REQUEST_BYTES_MAX.s3,
        },
        ...{ queues: (place: Scope) => events.queues(place), told: () => events.told() },
      }),
  });
}

function eventsOf({ documents, clock, entropy, url, all, log, onDefect }: LocalPorts): EventsOnDemand {
  return new EventsOnDemand({
    ...{ store: documents, clock, entropy, url, log, onDefect },
    hasService: (service) => Object.hasOwn(all(), service),
    async call({ service, ...request }) {
      const services = all();
      const target = Object.hasOwn(services, service) ? services[service] : undefined;
      return await target?.handle({
        ...{ ...request, method: 'POST', query: new URLSearchParams(), requestId: entropy.uuid() },
        body: Buffer.from(request.body),
        signal: new AbortController().signal,
      });
    },
  });
}

/** Schedules, whose deliveries EventBridge makes. */
function schedulerOf(ports: LocalPorts, events: EventsOnDemand): SchedulerOnDemand {
  const { documents, clock, all, log, onDefect } = ports;
  return new SchedulerOnDemand({
    ...{ store: documents, clock, log, onDefect },
    hasService: (service) => Object.hasOwn(all(), service),
    deliver: () => events.deliver(),
  });
}

async function openMailbox({ documents, clock, entropy }: LocalPorts): Promise<Mailbox> {
  const { Mailbox } = await import('./local/mail/mailbox.ts');
  return new Mailbox({ documents, entropy, now: clock.now });
}

async function openMailer(smtp: string | undefined, mailbox: Mailbox): Promise<Mailer> {
  if (smtp === undefined) return mailbox;
  const { createSmtpMailer } = await import('./local/mail/smtp-mailer.ts');
  return await createSmtpMailer(smtp, mailbox);
}

function mailPages(mailbox: () => Promise<Mailbox>): Record<string, PageService> {
  const pages = once(async () => {
    const { MailPages } = await import('./local/mail/mail-pages.ts');
    return new MailPages(await mailbox());
  });
  const handler: PageService = {
    bodyBytesMax: 0,
    handle: async (request) => (await pages()).handle(request),
  };
  return { '/mail': handler, '/mail.json': handler };
}

interface EndpointName {
  readonly signingName: string;
  readonly variable: string;
}

/** Our own service, unless the environment names another place for it: as AWS's SDKs have it, or by its short name. */
async function endpointOf(name: EndpointName, ports: LocalPorts): Promise<ServiceEndpoint> {
  return (
    (await endpointElsewhere(name, ports)) ??
    ownEndpoint(present(ports.all()[name.signingName], name.signingName), ports.entropy.uuid)
  );
}

async function endpointElsewhere(
  { signingName, variable }: EndpointName,
  { url: ownUrl, credentials, clock }: LocalPorts,
): Promise<ServiceEndpoint | undefined> {
  const url =
    process.env[`AWS_ENDPOINT_URL_${variable}`] ||
    process.env[`AWS_ENDPOINT_URL_${signingName.toUpperCase()}`] ||
    '';
  if (url === '' || isSameServer(url, ownUrl())) return undefined;
  const { remoteEndpoint } = await import('./integrations/endpoint/remote-endpoint.ts');
  return remoteEndpoint({ url, service: signingName, credentials, now: clock.now, fetch });
}

function loaded(load: () => Promise<Integration>): Integration {
  const integration = once(load);
  return { send: async (attempt, signal) => (await integration()).send(attempt, signal) };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Our JSONPath for those who may not import it. */
async function jsonPathOf({ clock, entropy }: LocalPorts): Promise<JsonPath> {
  const { compilePath, InvalidPath } = await import('./query/jsonpath/path.ts');
  return (path, value) => {
    const { now } = clock;
    const scope = {
      ...{ input: value, entropy, now: now(), elapsedMs: now },
      context: () => ({}),
      variable: () => undefined,
    };
    try {
      const found = compilePath(path).find(value, scope);
      return found === undefined ? {} : { value: found };
    } catch (error) {
      if (!(error instanceof InvalidPath) && !(error instanceof StateError)) throw error;
      return { problem: error.message };
    }
  };
}
