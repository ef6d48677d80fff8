import type { Scope } from '../../base/arn.ts';
import type { Documents, StoredDocument } from '../../base/documents.ts';
import type { LogGroupName } from '../../base/log-groups.ts';
import type { Instant } from '../../base/time.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { noGroup } from './input.ts';

const GROUP = 'log-group';
const STREAM = 'log-stream';
const PAGE = 1000;

/** A log group as it is kept; its number is never given again. */
export interface Group extends GroupSettings, LogGroupName {
  readonly number: number;
  readonly version: number;
}

interface GroupSettings {
  readonly createdAt: Instant;
  readonly retentionDays?: number;
  readonly tags?: readonly (readonly [string, string])[];
}

export interface Stream {
  readonly name: string;
  /** Never given again. */
  readonly number: number;
  readonly createdAt: Instant;
}

/** Which groups and streams there are. What they hold is kept elsewhere. */
export class Groups {
  readonly #documents: Documents;
  readonly #now: () => Instant;

  constructor(documents: Documents, now: () => Instant) {
    this.#documents = documents;
    this.#now = now;
  }

  async find(name: LogGroupName): Promise<Group | undefined> {
    const stored = await this.#documents.document(GROUP, keyOf(name));
    return stored === undefined ? undefined : groupOf(stored);
  }

  /** @throws ServiceRefusal ResourceNotFoundException */
  async get(name: LogGroupName): Promise<Group> {
    const group = await this.find(name);
    if (group === undefined) throw noGroup();
    return group;
  }

  /** @throws ServiceRefusal ResourceAlreadyExistsException */
  async create(name: LogGroupName, settings: Pick<GroupSettings, 'tags'> = {}): Promise<void> {
    const text = JSON.stringify({ createdAt: this.#now(), ...settings });
    const outcome = await this.#documents.write([
      { kind: GROUP, key: keyOf(name), text, expectedVersion: 0 },
    ]);
    if (outcome === 'conflict') throw exists('group');
  }

  /** @throws ServiceRefusal ResourceNotFoundException, OperationAbortedException: somebody else changes it. */
  async change(name: LogGroupName, change: (settings: GroupSettings) => GroupSettings): Promise<void> {
    const { createdAt, retentionDays, tags, version } = await this.get(name);
    const settings = {
      createdAt,
      ...(retentionDays === undefined ? {} : { retentionDays }),
      ...(tags === undefined ? {} : { tags }),
    };
    const text = JSON.stringify(change(settings));
    const outcome = await this.#documents.write([
      { kind: GROUP, key: keyOf(name), text, expectedVersion: version },
    ]);
    if (outcome === 'committed') return;
    throw new ServiceRefusal(
      'OperationAbortedException',
      'A conflicting operation is currently in progress. Please try again.',
    );
  }

  /** With its streams. @throws ServiceRefusal ResourceNotFoundException */
  async delete(name: LogGroupName): Promise<Group> {
    const group = await this.get(name);
    const write = { kind: GROUP, key: keyOf(name), text: undefined, expectedVersion: group.version };
    if ((await this.#documents.write([write])) === 'conflict') return await this.delete(name);
    await this.removeStreams(group.number);
    return group;
  }

  /** By name. */
  async list(scope: Scope, prefix = ''): Promise<Group[]> {
    return await this.#listKeys(keyOf({ ...scope, group: prefix }));
  }

  /** Of all accounts and regions. */
  async all(): Promise<Group[]> {
    return await this.#listKeys('');
  }

  async #listKeys(prefix: string): Promise<Group[]> {
    const groups = (await this.#pages(GROUP, prefix)).map(groupOf);
    return groups.sort((a, b) => order(a.group, b.group));
  }

  async stream(group: Group, name: string): Promise<Stream | undefined> {
    const stored = await this.#documents.document(STREAM, streamKey(group.number, name));
    return stored === undefined ? undefined : streamOf(stored);
  }

  /** @returns false when it is there already. */
  async createStream(group: Group, name: string): Promise<boolean> {
    const text = JSON.stringify({ createdAt: this.#now() });
    const key = streamKey(group.number, name);
    return (await this.#documents.write([{ kind: STREAM, key, text, expectedVersion: 0 }])) === 'committed';
  }

  async deleteStream(group: Group, name: string): Promise<boolean> {
    const write = { kind: STREAM, key: streamKey(group.number, name), text: undefined, expectedVersion: 1 };
    return (await this.#documents.write([write])) === 'committed';
  }

  /** By name. */
  async streams(group: Group, prefix = ''): Promise<Stream[]> {
    const stored = await this.#pages(STREAM, streamKey(group.number, prefix));
    return stored.map(streamOf).sort((a, b) => order(a.name, b.name));
  }

  /** Of a group that is gone. */
  async removeStreams(group: number): Promise<void> {
    for (const { key, version } of await this.#pages(STREAM, streamKey(group, ''))) {
      await this.#documents.write([{ kind: STREAM, key, text: undefined, expectedVersion: version }]);
    }
  }

  async #pages(kind: string, prefix: string): Promise<StoredDocument[]> {
    const all: StoredDocument[] = [];
    for (;;) {
      const after = all.at(-1)?.position ?? 0;
      const page = await this.#documents.documents(kind, { prefix, after, limit: PAGE });
      all.push(...page);
      if (page.length < PAGE) return all;
    }
  }
}

export function exists(what: 'group' | 'stream'): ServiceRefusal {
  return new ServiceRefusal('ResourceAlreadyExistsException', `The specified log ${what} already exists`);
}

function keyOf({ account, region, group }: LogGroupName): string {
  return `${account}/${region}/${group}`;
}

function streamKey(group: number, name: string): string {
  return `${group}/${name}`;
}

function groupOf({ key, text, version, position }: StoredDocument): Group {
  const [account = '', region = '', ...name] = key.split('/');
  // Written by this class alone.
  const settings = JSON.parse(text) as GroupSettings;
  return { ...settings, account, region, group: name.join('/'), number: position, version };
}

function streamOf({ key, text, position }: StoredDocument): Stream {
  // As above.
  const { createdAt } = JSON.parse(text) as { readonly createdAt: Instant };
  return { name: key.slice(key.indexOf('/') + 1), number: position, createdAt };
}

/** As AWS lists: by code units, not by anyone's alphabet. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
