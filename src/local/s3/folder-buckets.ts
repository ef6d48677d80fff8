import { hash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { type Bucket, isBucketName, type Kept, newBucket } from './bucket.ts';
import { BucketFolder } from './bucket-folder.ts';
import { fileContentType } from './file-key.ts';
import type { BucketRecord, ObjectRecord } from './object-record.ts';

export interface FolderOptions {
  /** A folder of buckets, without links in its path. */
  readonly path: string;
  /** Whose they are. */
  readonly account: string;
}

const KIND = { folder: 's3-folder', bucket: 's3-folder-bucket', file: 's3-file' } as const;
const PAGE = 1000;
const REGION = 'us-east-1';
/** No bucket has such a name. */
const PASSING = '.stepwell-uploads';

/** Buckets that are the folders in a folder, and what the store has seen of their files. */
export class FolderBuckets {
  readonly path: string;
  readonly #account: string;
  readonly #documents: Documents;
  /** Of the folder: another one has seen nothing of this one's files. */
  readonly #id: string;
  /** All that were ever seen, those included whose folders have gone. */
  readonly #buckets = new Map<string, Bucket>();

  private constructor({ path, account }: FolderOptions, documents: Documents) {
    this.path = path;
    this.#account = account;
    this.#documents = documents;
    this.#id = hash('sha256', `${account}\n${path}`).slice(0, 32);
  }

  /** What is there when a folder is served for the first time is no news to anybody. */
  static async open(options: FolderOptions, documents: Documents): Promise<FolderBuckets> {
    const buckets = new FolderBuckets(options, documents);
    await rm(join(options.path, PASSING), { recursive: true, force: true }).catch(() => {});
    await buckets.#load();
    if ((await documents.document(KIND.folder, buckets.#id)) === undefined) await buckets.#begin();
    return buckets;
  }

  /** @throws Unavailable when the folder cannot be read. */
  find(account: string, name: string): Bucket | undefined {
    if (account !== this.#account || !isBucketName(name)) return undefined;
    const stats = this.#reading(() => lstatSync(join(this.path, name), { throwIfNoEntry: false }));
    return stats?.isDirectory() ? this.#bucket(name) : undefined;
  }

  /** @throws Unavailable when the folder cannot be read. */
  ofAccount(account: string): Bucket[] {
    if (account !== this.#account) return [];
    const entries = this.#reading(() => readdirSync(this.path, { withFileTypes: true }));
    return entries
      .filter((entry) => entry.isDirectory() && isBucketName(entry.name))
      .map(({ name }) => this.#bucket(name));
  }

  /** Those that are there, and those of whose files something is known. @throws Unavailable when the folder is away. */
  all(): Bucket[] {
    return [...new Set([...this.ofAccount(this.#account), ...this.#buckets.values()])];
  }

  #reading<Result>(act: () => Result): Result {
    try {
      return act();
    } catch (error) {
      throw new Unavailable(`The folder of buckets ${this.path} cannot be read`, { cause: error });
    }
  }

  rowOfBucket({ name }: Bucket): Pick<DocumentWrite, 'kind' | 'key'> {
    return { kind: KIND.bucket, key: `${this.#id}/${name}` };
  }

  rowOfFile({ name }: Bucket, key: string): Pick<DocumentWrite, 'kind' | 'key'> {
    return { kind: KIND.file, key: `${this.#id}/${name}/${encodeURIComponent(key)}` };
  }

  #bucket(name: string, kept?: Kept<BucketRecord>): Bucket {
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    const path = join(this.path, name);
    const createdAt = Math.floor(lstatSync(path, { throwIfNoEntry: false })?.birthtimeMs ?? 0);
    const fresh = { version: 0, record: { region: REGION, createdAt, isToldToEventBridge: true } };
    const folder = new BucketFolder(path, join(this.path, PASSING));
    const bucket = newBucket(this.#account, name, kept ?? fresh, folder);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  async #load(): Promise<void> {
    for await (const [[name = ''], kept] of this.#all<BucketRecord>(KIND.bucket)) this.#bucket(name, kept);
    for await (const [[name = ''], kept] of this.#all<ObjectRecord>(KIND.file))
      this.#bucket(name).objects.load(kept.record.key, kept);
  }

  /** Their bytes are read when somebody asks for them. A crash on the way has it begin again. */
  async #begin(): Promise<void> {
    for (const bucket of this.all()) {
      const found = (await bucket.folder?.walk()) ?? new Map();
      for (const [key, { bytes, changedMs }] of found) {
        const record: ObjectRecord = {
          ...{ key, bytes, etag: '', metadata: {}, headers: { 'content-type': fileContentType(key) } },
          ...{ pieces: [], modifiedAt: Math.floor(changedMs), fileChangedMs: changedMs },
        };
        const version = bucket.objects.get(key)?.version ?? 0;
        if (version === 0) bucket.objects.load(key, { record, version: 1 });
        else bucket.objects.set(key, { record, version: version + 1 });
      }
      const keys = [...found.keys()];
      for (let at = 0; at < keys.length; at += PAGE) {
        await this.#write(keys.slice(at, at + PAGE).map((key) => this.#seen(bucket, key)));
      }
    }
    const text = JSON.stringify({ account: this.#account, path: this.path });
    await this.#write([{ kind: KIND.folder, key: this.#id, text, expectedVersion: 0 }]);
  }

  #seen(bucket: Bucket, key: string): DocumentWrite {
    const kept = bucket.objects.get(key);
    const text = JSON.stringify(kept?.record);
    return { ...this.rowOfFile(bucket, key), text, expectedVersion: (kept?.version ?? 1) - 1 };
  }

  async #write(writes: readonly DocumentWrite[]): Promise<void> {
    if ((await this.#documents.write(writes)) === 'conflict')
      throw new Unavailable('The folder is being opened by another server; try again');
  }

  async *#all<Record>(kind: string): AsyncGenerator<[readonly string[], Kept<Record>]> {
    for (let after = 0, isMore = true; isMore; ) {
      const page = await this.#documents.documents(kind, { prefix: `${this.#id}/`, after, limit: PAGE });
      for (const { key, text, version } of page)
        yield [key.split('/').slice(1), { record: JSON.parse(text), version }];
      after = page.at(-1)?.position ?? 0;
      isMore = page.length === PAGE;
    }
  }
}
