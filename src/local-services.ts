import type { Scope } from './base/arn.ts';
import type { Clock } from './base/clock.ts';
import type { Documents } from './base/documents.ts';
import type { Entropy } from './base/entropy.ts';
import type { HttpService } from './base/http-service.ts';
import type { Outbox } from './base/outbox.ts';
import type { PageService } from './base/page-service.ts';
import { isS3Upload } from './base/s3-call.ts';
import type { Integration, Integrations } from './engine/integration.ts';
import type { ServiceEndpoint } from './integrations/endpoint/endpoint.ts';
import { EventsOnDemand } from './local/events/events-on-demand.ts';
import { OnDemand } from './local/service/on-demand.ts';

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
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

export interface LocalServices {
  /** By the service's name in a signature's scope. */
  readonly services: Readonly<Record<string, HttpService>>;
  /** By their path; for anyone who can reach this server. */
  readonly pages: Readonly<Record<string, PageService>>;
  /** What Task states reach by them, or by the endpoints that the environment names in their place. */
  readonly integrations: Integrations;
  /** Queues of the outbox that want to hear how executions of this account and region start and end. */
  queues(place: Scope): readonly string[];
  /** Something is in one of these queues. */
  told(): void;
  /** Knows what executions will be held against; to be awaited before any goes on. */
  load(): Promise<void>;
  /** Goes on with what a former server has acknowledged and not done. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Our stand-ins for AWS's services, besides Lambda. Each is loaded by its first call, so that none costs a cold start
 * that does not use it.
 */
export function localServices(ports: LocalPorts): LocalServices {
  const { documents, clock, entropy, url } = ports;
  const kept = { documents, clock, entropy, url };
  const events = eventsOf(ports);
  const sqs = new OnDemand({
    bodyBytesMax: REQUEST_BYTES_MAX.sqs,
    open: async () =>
      (await import('./local/sqs/sqs.ts')).openSqs({ ...kept, bodyBytesMax: REQUEST_BYTES_MAX.sqs }),
  });
  const s3 = s3Of(ports, events);
  return {
    services: { events: events.api, s3, sqs },
    pages: {},
    integrations: integrationsOf({ events: events.api, s3 }, ports),
    queues: (place) => events.queues(place),
    told: () => events.told(),
    load: () => events.load(),
    async resume() {
      events.start();
    },
    async close() {
      await s3.close();
      await events.close();
      await sqs.close();
    },
  };
}

/** A batch of the largest size, in the longest form there is of it; of S3, a list of 10,000 parts. */
const REQUEST_BYTES_MAX = { sqs: 2_000_000, s3: 4_000_000 };

function s3Of({ documents, directory, clock, entropy }: LocalPorts, events: EventsOnDemand) {
  return new OnDemand({
    bodyBytesMax: REQUEST_BYTES_MAX.s3,
    streaming: {
      takes: isS3Upload,
      refused: async (refusal) => (await import('./local/s3/refused.ts')).listenerRefusal(refusal),
    },
    open: async () =>
      (await import('./local/s3/s3.ts')).openS3({
        ...{ documents, directory, clock, entropy, bodyBytesMax: REQUEST_BYTES_MAX.s3 },
        ...{ queues: (place: Scope) => events.queues(place), told: () => events.told() },
      }),
  });
}
/** Loads an integration with its first attempt. */
function integrationsOf(
  services: Readonly<Record<'events' | 's3', HttpService>>,
  { clock, entropy }: LocalPorts,
): Integrations {
  let loading: Promise<Integration> | undefined;
  const events: Integration = {
    async send(attempt, signal) {
      loading ??= open();
      return await (await loading).send(attempt, signal);
    },
  };
  const s3 = s3Integration(services.s3, entropy);
  return (resource) => {
    if (resource.kind !== 'service') return undefined;
    if (resource.service === 'aws-sdk:s3') return s3;
    return resource.service === 'events' ? events : undefined;
  };

  async function open(): Promise<Integration> {
    const { createEventsIntegration } = await import('./integrations/events/events.ts');
    return createEventsIntegration(await endpointOf('events', services.events));
  }

  async function endpointOf(service: string, own: HttpService): Promise<ServiceEndpoint> {
    const named = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`];
    if (named === undefined || named === '') {
      const { ownEndpoint } = await import('./integrations/endpoint/own-endpoint.ts');
      return ownEndpoint(own, entropy.uuid);
    }
    const { remoteEndpoint } = await import('./integrations/endpoint/remote-endpoint.ts');
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    const credentials = {
      accessKeyId: AWS_ACCESS_KEY_ID ?? 'test',
      secretAccessKey: AWS_SECRET_ACCESS_KEY ?? 'test',
      ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
    };
    return remoteEndpoint({ url: named, service, credentials, now: clock.now, fetch });
  }
}

function s3Integration(service: HttpService, entropy: Entropy): Integration {
  let loading: Promise<Integration> | undefined;
  return {
    async send(attempt, signal) {
      loading ??= open();
      return await (await loading).send(attempt, signal);
    },
  };

  async function open(): Promise<Integration> {
    const [{ createS3Integration }, { ownS3 }] = await Promise.all([
      import('./integrations/s3/s3.ts'),
      import('./integrations/s3/own-s3.ts'),
    ]);
    return createS3Integration(ownS3(service, entropy.uuid));
  }
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
