import type { Clock } from '../../base/clock.ts';
import type { Documents } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { PageService } from '../../base/page-service.ts';
import { QueryService } from '../service/query-service.ts';
import { Courier, type CourierOptions } from './courier.ts';
import { FifoTopics } from './fifo-topics.ts';
import { LinkPages, SNS_NAMESPACE } from './link-pages.ts';
import { Notifications } from './notification.ts';
import { Outbox } from './outbox.ts';
import { publishOperations } from './publish-operations.ts';
import { readForm, writeResult } from './query-form.ts';
import { Signer } from './signer.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { topicOperations } from './topic-operations.ts';
import { Topics } from './topics.ts';

export interface SnsOptions extends Omit<CourierOptions, 'notifications'> {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where this server is reached, for the links in notifications. */
  readonly url: () => string;
  readonly bodyBytesMax: number;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

export interface Sns {
  readonly api: HttpService;
  /** What the links in notifications lead to, under `/sns`. */
  readonly pages: PageService;
  close(): Promise<void>;
}

/** Our own SNS. What a former process has acknowledged and not delivered is on its way again when this resolves. */
export async function openSns(options: SnsOptions): Promise<Sns> {
  const { documents, clock, entropy, url, bodyBytesMax, log, onDefect, ...ways } = options;
  const topics = new Topics(documents);
  const signer = new Signer(documents);
  const courier = new Courier({ ...ways, notifications: new Notifications(signer, url) });
  const outbox = new Outbox({
    ...{ documents, clock, log, onDefect },
    deliver: (message, delivery, signal) => courier.deliver(message, delivery, signal),
  });
  await outbox.open();
  const fifo = new FifoTopics(documents);
  const services = { topics, outbox, fifo, entropy, now: () => clock.now() };
  const api = new QueryService({
    name: 'SNS',
    namespace: SNS_NAMESPACE,
    bodyBytesMax,
    operations: {
      ...topicOperations(topics, fifo),
      ...subscriptionOperations(services),
      ...publishOperations(services),
    },
    read: readForm,
    write: writeResult,
  });
  return { api, pages: new LinkPages(topics, signer), close: () => outbox.close() };
}
