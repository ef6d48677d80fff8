import type { Scope } from '../../base/arn.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { Queue, type QueuePorts } from './queue.ts';
import { type QueueAttributes, withDefaults } from './queue-attributes.ts';
import { QUEUE, type QueueRecord, queueKey } from './queue-record.ts';

interface Opened {
  readonly queue: Queue;
  version: number;
}

/** The queues that exist. A queue is opened when it is first used. */
export class Queues {
  readonly #ports: QueuePorts;
  readonly #opened = new Map<string, Promise<Opened | undefined>>();

  constructor(ports: QueuePorts) {
    this.#ports = ports;
  }

  async find(scope: Scope, name: string): Promise<Queue | undefined> {
    return (await this.#find(scope, name))?.queue;
  }

  async findByArn(arn: string): Promise<Queue | undefined> {
    const [, region, account, name] = QUEUE_ARN.exec(arn) ?? [];
    if (region === undefined || account === undefined || name === undefined) return undefined;
    return await this.find({ region, account }, name);
  }

  /** A queue of the same account and region: no other takes dead letters. */
  async neighbour({ region, account }: Scope, arn: string): Promise<Queue | undefined> {
    const [, itsRegion, itsAccount] = QUEUE_ARN.exec(arn) ?? [];
    return itsRegion === region && itsAccount === account ? await this.findByArn(arn) : undefined;
  }

  #find(scope: Scope, name: string): Promise<Opened | undefined> {
    const key = queueKey(scope, name);
    const known = this.#opened.get(key);
    if (known !== undefined) return known;
    const opening = this.#open(key);
    this.#opened.set(key, opening);
    const drop = () => {
      if (this.#opened.get(key) === opening) this.#opened.delete(key);
    };
    // What is not there may be created by another call; what could not be read is read again.
    opening.then((opened) => opened === undefined && drop(), drop);
    return opening;
  }

  async #open(key: string): Promise<Opened | undefined> {
    const document = await this.#ports.documents.document(QUEUE, key);
    if (document === undefined) return undefined;
    // The text is what `create` or `#write` wrote.
    const record = JSON.parse(document.text) as QueueRecord;
    return { queue: await this.#queueOf(record), version: document.version };
  }

  #queueOf(record: QueueRecord): Promise<Queue> {
    return Queue.open(record, this.#ports, {
      deadLetters: (arn) => this.neighbour(record.scope, arn),
      forget: () => this.#opened.delete(queueKey(record.scope, record.name)),
    });
  }

  /** @throws ServiceRefusal QueueNameExists when there is one with other attributes. */
  async create(
    { scope, name }: { readonly scope: Scope; readonly name: string },
    attributes: QueueAttributes,
    tags: Readonly<Record<string, string>>,
  ): Promise<void> {
    const known = await this.#find(scope, name);
    if (known !== undefined) {
      checkSame(known.queue.record.attributes, attributes);
      return;
    }
    const { clock, entropy, documents } = this.#ports;
    const now = clock.now();
    const times = { createdAt: now, modifiedAt: now };
    const record: QueueRecord = { name, scope, incarnation: entropy.uuid(), attributes, tags, ...times };
    const key = queueKey(scope, name);
    const text = JSON.stringify(record);
    const outcome = await documents.write([{ kind: QUEUE, key, text, expectedVersion: 0 }]);
    if (outcome === 'conflict') await this.create({ scope, name }, attributes, tags);
  }

  /** Changes attributes or tags. @returns once it is on disk. */
  async update(queue: Queue, change: (record: QueueRecord) => Partial<QueueRecord>): Promise<void> {
    const opened = await this.#current(queue);
    const modifiedAt = this.#ports.clock.now();
    const record = { ...queue.record, ...change(queue.record), modifiedAt };
    await this.#write(opened, record);
    queue.change(record);
  }

  /** Forgets all messages that were sent before. @throws ServiceRefusal when it was done within the last minute. */
  async purge(queue: Queue): Promise<void> {
    const opened = await this.#current(queue);
    const now = this.#ports.clock.now();
    const { name, scope, purgedAt } = queue.record;
    if (purgedAt !== undefined && now - purgedAt < PURGE_MS) {
      throw new ServiceRefusal(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
      );
    }
    await this.#write(opened, { ...queue.record, incarnation: this.#ports.entropy.uuid(), purgedAt: now });
    // Opened again, it removes what the former incarnation has left.
    this.#opened.delete(queueKey(scope, name));
    queue.close();
    await this.#find(scope, name);
  }

  async delete(queue: Queue): Promise<void> {
    const { version } = await this.#current(queue);
    const { name, scope } = queue.record;
    const key = queueKey(scope, name);
    const removal = { kind: QUEUE, key, text: undefined, expectedVersion: version };
    if ((await this.#ports.documents.write([removal])) === 'conflict') throw changed();
    this.#opened.delete(key);
    queue.close();
    await queue.clear();
  }

  /** By creation. */
  async list(scope: Scope, namePrefix: string): Promise<string[]> {
    const prefix = queueKey(scope, namePrefix);
    const found = await this.#ports.documents.documents(QUEUE, { prefix, limit: QUEUES_MAX });
    return found.map(({ key }) => key.slice(key.lastIndexOf('/') + 1));
  }

  /** Names of the queues whose dead letters go to this one. */
  async sourcesOf(scope: Scope, arn: string): Promise<string[]> {
    const names = await this.list(scope, '');
    const found = await Promise.all(
      names.map(async (name) => {
        const queue = await this.find(scope, name);
        return queue?.settings.redrive?.targetArn === arn ? [name] : [];
      }),
    );
    return found.flat();
  }

  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#opened.values());
    for (const one of all) if (one.status === 'fulfilled') one.value?.queue.close();
  }

  async #current(queue: Queue): Promise<Opened> {
    const { scope, name } = queue.record;
    const opened = await this.#find(scope, name);
    if (opened?.queue !== queue) throw changed();
    return opened;
  }

  async #write(opened: Opened, record: QueueRecord): Promise<void> {
    const key = queueKey(record.scope, record.name);
    const write = { kind: QUEUE, key, text: JSON.stringify(record), expectedVersion: opened.version };
    if ((await this.#ports.documents.write([write])) === 'conflict') throw changed();
    opened.version += 1;
  }
}

const QUEUE_ARN = /^arn:aws[a-z-]*:sqs:([a-z0-9-]+):(\d{12}):([\w.-]+)$/;
const QUEUES_MAX = 100_000;
const PURGE_MS = 60_000;

/** Another call was faster: the caller may try again. */
function changed(): Unavailable {
  return new Unavailable('The queue is being changed by another call; try again');
}

function checkSame(known: QueueAttributes, wanted: QueueAttributes): void {
  const all = withDefaults(known);
  for (const [name, value] of Object.entries(wanted)) {
    if (all[name] === value) continue;
    const message = `A queue already exists with the same name and a different value for attribute ${name}`;
    throw new ServiceRefusal('QueueNameExists', message);
  }
}
