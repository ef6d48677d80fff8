import type { Scope } from '../../base/arn.ts';
import type { Clock } from '../../base/clock.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { Outgoing } from '../../base/http-service.ts';
import type { OutboxEntry } from '../../base/outbox.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { Chains } from '../service/chains.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import type { Blobs, ByteRange } from './blobs.ts';
import {
  type Bucket,
  type Kept,
  newBucket,
  noSuchBucket,
  noSuchKey,
  noSuchUpload,
  scopeOf,
  type Upload,
} from './bucket.ts';
import { type BucketFolder, isSameStamp, type Stamp, seenStamp } from './bucket-folder.ts';
import { checkFileKey } from './file-key.ts';
import type { FolderBuckets } from './folder-buckets.ts';
import { type Cause, type Happened, objectEvent } from './object-events.ts';
import { ObjectIndex } from './object-index.ts';
import type { BucketRecord, ObjectRecord, PartRecord, Piece, UploadRecord } from './object-record.ts';

export interface BucketPorts {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Queues of the outbox that want to hear of objects in this account and region. */
  readonly queues: (scope: Scope) => readonly string[];
  /** Something is in one of these queues. */
  readonly told: () => void;
  /** Buckets that are folders, besides those of the store; of one name, they come first. */
  readonly folders?: FolderBuckets;
}

/** What becomes of an object, decided when it is its turn. */
export interface ObjectChange {
  readonly key: string;
  readonly reason: string;
  readonly by: Cause;
  /** Undefined: it is deleted. May throw to refuse. */
  readonly next: (current: ObjectRecord | undefined) => ObjectRecord | undefined;
  /** Written in the same transaction. */
  readonly besides?: readonly DocumentWrite[];
}

const KIND = { bucket: 's3-bucket', object: 's3-object', upload: 's3-upload', part: 's3-part' } as const;
const PAGE = 1000;

/**
 * All buckets, their objects and their uploads: in the store, and, so that they can be listed in order, in memory.
 * Changes of one object come after one another; each is on disk, and its event in the outbox, before it is seen.
 */
export class Buckets {
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly #ports: BucketPorts;
  readonly #buckets = new Map<string, Bucket>();
  readonly #chains = new Chains();
  #sequence = 0;

  private constructor(ports: BucketPorts, blobs: Blobs) {
    this.#ports = ports;
    this.blobs = blobs;
    this.clock = ports.clock;
    this.entropy = ports.entropy;
  }

  static async open(ports: BucketPorts, blobs: Blobs): Promise<Buckets> {
    const buckets = new Buckets(ports, blobs);
    await buckets.#load();
    return buckets;
  }

  /** @throws ServiceRefusal NoSuchBucket */
  bucket(account: string, name: string): Bucket {
    const bucket = this.find(account, name);
    if (bucket === undefined) throw noSuchBucket();
    return bucket;
  }

  find(account: string, name: string): Bucket | undefined {
    const bucket = this.#ports.folders?.find(account, name) ?? this.#buckets.get(`${account}/${name}`);
    return bucket?.isGone ? undefined : bucket;
  }

  /** By name. */
  ofAccount(account: string): Bucket[] {
    const folders = this.#ports.folders?.ofAccount(account) ?? [];
    const names = new Set(folders.map(({ name }) => name));
    const own = [...this.#buckets.values()].filter(
      (one) => one.account === account && !one.isGone && !names.has(one.name),
    );
    return [...folders, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Whether the store has a bucket of this name, seen or not. */
  isStored({ account, name }: Bucket): boolean {
    return this.#buckets.has(`${account}/${name}`);
  }

  /** An object as it is now. */
  async look(bucket: Bucket, key: string): Promise<ObjectRecord | undefined> {
    const seen = bucket.objects.get(key)?.record;
    return bucket.folder === undefined ? seen : await bucket.folder.look(key, seen);
  }

  /** Keys as they are now: of a folder, all that start with the prefix, and maybe others. */
  async keys(bucket: Bucket, prefix: string): Promise<ObjectIndex<unknown>> {
    if (bucket.folder === undefined) return bucket.objects;
    const index = new ObjectIndex<Stamp>();
    for (const [key, stamp] of await bucket.folder.walk(prefix)) index.load(key, stamp);
    return index;
  }

  /** @throws ServiceRefusal NoSuchKey; Unavailable when it was changed since it was looked up. */
  async read(bucket: Bucket, record: ObjectRecord, range: ByteRange | undefined): Promise<Outgoing> {
    if (bucket.folder === undefined) return this.blobs.read(record.pieces, range);
    const outgoing = await bucket.folder.read(record, range);
    if (outgoing === undefined) throw noSuchKey();
    return outgoing;
  }

  /** @returns false when it is there already. */
  async create(account: string, name: string, record: BucketRecord): Promise<boolean> {
    return await this.#chains.run(bucketKey(account, name), async () => {
      if (this.find(account, name) !== undefined) return false;
      await this.#write([writeOf(KIND.bucket, bucketKey(account, name), record, 0)]);
      this.#buckets.set(`${account}/${name}`, newBucket(account, name, { record, version: 1 }));
      return true;
    });
  }

  async change(bucket: Bucket, change: (record: BucketRecord) => BucketRecord): Promise<void> {
    const key = bucketKey(bucket.account, bucket.name);
    await this.#chains.run(key, async () => {
      if (bucket.isGone) throw noSuchBucket();
      const record = change(bucket.kept.record);
      const row = this.#folders(bucket)?.rowOfBucket(bucket) ?? { kind: KIND.bucket, key };
      await this.#write([writeOf(row.kind, row.key, record, bucket.kept.version)]);
      bucket.kept = { record, version: bucket.kept.version + 1 };
    });
  }

  /** @throws ServiceRefusal BucketNotEmpty; uploads that have not ended go with it. */
  async remove(bucket: Bucket): Promise<void> {
    if (bucket.folder !== undefined) {
      const message = `The bucket ${bucket.name} is a folder (--s3-dir): it goes when the folder is removed there.`;
      throw new ServiceRefusal('NotImplemented', message, 501);
    }
    const key = bucketKey(bucket.account, bucket.name);
    await this.#chains.run(key, async () => {
      if (bucket.isGone) throw noSuchBucket();
      if (bucket.objects.size > 0 || bucket.changes > 0) {
        throw new ServiceRefusal('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
      }
      bucket.isGone = true;
      try {
        const uploads = [...bucket.uploads.values()];
        await this.#write([
          { kind: KIND.bucket, key, text: undefined, expectedVersion: bucket.kept.version },
          ...uploads.flatMap((upload) => removalsOf(bucket, upload)),
        ]);
        this.#buckets.delete(`${bucket.account}/${bucket.name}`);
        for (const upload of uploads) this.blobs.remove(piecesOf(upload));
      } catch (error) {
        bucket.isGone = false;
        throw error;
      }
    });
  }

  /** Puts, replaces or deletes an object; on disk, and its event in the outbox, when it resolves. */
  async changeObject(bucket: Bucket, change: ObjectChange): Promise<ObjectRecord | undefined> {
    const { key, next } = change;
    return await this.#changing(bucket, `o/${objectKey(bucket, key)}`, async () => {
      const { folder } = bucket;
      const current = await this.look(bucket, key);
      const wanted = next(current);
      if (folder !== undefined) checkFileKey(key);
      if (wanted === undefined && current === undefined) return undefined;
      if (wanted === undefined) await folder?.remove(key);
      const record = wanted && folder ? await this.#place(folder, wanted) : wanted;
      await this.#commit(bucket, change, record);
      const left = folder === undefined ? current : wanted;
      if (left !== undefined) this.blobs.remove(left.pieces);
      return record;
    });
  }

  async #place(folder: BucketFolder, record: ObjectRecord): Promise<ObjectRecord> {
    const reading = this.blobs.read(record.pieces, undefined);
    try {
      return await folder.place(record, reading.chunks);
    } finally {
      reading.close();
    }
  }

  /** A file was changed by hand, and is at rest as it was seen; what the store knows already is no news. */
  async notice(bucket: Bucket, key: string, stamp: Stamp | undefined): Promise<void> {
    await this.#changing(bucket, `o/${objectKey(bucket, key)}`, async () => {
      const seen = bucket.objects.get(key)?.record;
      const found = await this.look(bucket, key);
      const now = found && seenStamp(found);
      if (!isSameStamp(now, stamp) || isSameStamp(now, seen && seenStamp(seen))) return;
      const by = { requestId: this.entropy.uuid(), account: bucket.account, address: undefined };
      const reason = found === undefined ? 'DeleteObject' : 'PutObject';
      await this.#commit(bucket, { key, reason, by }, found);
    });
  }

  /** Its record, and the event that tells of it. */
  async #commit(
    bucket: Bucket,
    change: Omit<ObjectChange, 'next'>,
    record: ObjectRecord | undefined,
  ): Promise<void> {
    const { key, besides = [] } = change;
    const version = bucket.objects.get(key)?.version ?? 0;
    const own = { kind: KIND.object, key: objectKey(bucket, key) };
    const row = this.#folders(bucket)?.rowOfFile(bucket, key) ?? own;
    // What came and went by a call before it was seen as a file has left nothing to delete.
    const isNothing = record === undefined && version === 0;
    const writes = isNothing ? [] : [writeOf(row.kind, row.key, record, version)];
    await this.#write([...writes, ...besides], this.#newsOf(bucket, change, record));
    if (record === undefined) bucket.objects.delete(key);
    else bucket.objects.set(key, { record, version: version + 1 });
    bucket.folder?.forget(key);
  }

  #folders({ folder }: Bucket): FolderBuckets | undefined {
    return folder && this.#ports.folders;
  }

  async begin(bucket: Bucket, record: UploadRecord): Promise<string> {
    const id = this.entropy.uuid().replaceAll('-', '');
    await this.#changing(bucket, `u/${id}`, async () => {
      await this.#write([writeOf(KIND.upload, uploadKey(bucket, id), record, 0)]);
      bucket.uploads.set(id, { id, record, version: 1, parts: new Map() });
    });
    return id;
  }

  /** @throws ServiceRefusal NoSuchUpload */
  upload(bucket: Bucket, id: string, key: string): Upload {
    const upload = bucket.uploads.get(id);
    if (upload === undefined || upload.record.key !== key) throw noSuchUpload();
    return upload;
  }

  async putPart(
    bucket: Bucket,
    upload: Upload,
    [number, record]: readonly [number, PartRecord],
  ): Promise<void> {
    await this.#changing(bucket, `u/${upload.id}`, async () => {
      this.upload(bucket, upload.id, upload.record.key);
      const before = upload.parts.get(number);
      const version = before?.version ?? 0;
      await this.#write([writeOf(KIND.part, partKey(bucket, upload.id, number), record, version)]);
      upload.parts.set(number, { record, version: version + 1 });
      if (before !== undefined) this.blobs.remove([before.record.piece]);
    });
  }

  /** @param object What it becomes, of the parts that it names; undefined: nothing. */
  async end(bucket: Bucket, upload: Upload, object?: () => ObjectChange): Promise<ObjectRecord | undefined> {
    return await this.#changing(bucket, `u/${upload.id}`, async () => {
      this.upload(bucket, upload.id, upload.record.key);
      const besides = removalsOf(bucket, upload);
      const change = object?.();
      const record = change && (await this.changeObject(bucket, { ...change, besides }));
      if (change === undefined) await this.#write(besides);
      bucket.uploads.delete(upload.id);
      const used = new Set(record?.pieces.map(({ id }) => id));
      this.blobs.remove(piecesOf(upload).filter(({ id }) => !used.has(id)));
      return record;
    });
  }

  async #changing<Result>(bucket: Bucket, name: string, act: () => Promise<Result>): Promise<Result> {
    if (bucket.isGone) throw noSuchBucket();
    bucket.changes += 1;
    try {
      return await this.#chains.run(name, act);
    } finally {
      bucket.changes -= 1;
    }
  }

  #newsOf(
    bucket: Bucket,
    { key, reason, by }: Omit<ObjectChange, 'next'>,
    record: ObjectRecord | undefined,
  ): OutboxEntry[] {
    if (!bucket.kept.record.isToldToEventBridge) return [];
    const happened: Happened = {
      ...{ key, reason, by, sequencer: this.#sequencer(), at: this.clock.now(), id: this.entropy.uuid() },
      ...(record === undefined
        ? { what: 'Object Deleted' }
        : { what: 'Object Created', object: { bytes: record.bytes, etag: record.etag } }),
    };
    const text = objectEvent(bucket, happened);
    return this.#ports.queues(scopeOf(bucket)).map((queue) => ({ queue, text }));
  }

  /** In microseconds, so that it ascends over restarts, too. */
  #sequencer(): string {
    this.#sequence = Math.max(this.#sequence + 1, this.clock.now() * 1000);
    return this.#sequence.toString(16).toUpperCase().padStart(18, '0');
  }

  async #write(writes: readonly DocumentWrite[], append: readonly OutboxEntry[] = []): Promise<void> {
    const outcome = await this.#ports.documents.write(writes, { append });
    if (outcome === 'conflict') throw new Unavailable('The object was changed by another server; try again');
    if (append.length > 0) this.#ports.told();
  }

  async #load(): Promise<void> {
    const named = new Set<string>();
    for await (const [key, kept] of this.#all<BucketRecord>(KIND.bucket)) {
      const [account = '', name = ''] = key.split('/');
      this.#buckets.set(`${account}/${name}`, newBucket(account, name, kept));
    }
    for await (const [key, kept] of this.#all<ObjectRecord>(KIND.object)) {
      this.#holderOf(key)?.objects.load(kept.record.key, kept);
      for (const { id } of kept.record.pieces) named.add(id);
    }
    for await (const [key, kept] of this.#all<UploadRecord>(KIND.upload)) {
      const [, , id = ''] = key.split('/');
      this.#uploaderOf(key)?.uploads.set(id, { ...kept, id, parts: new Map() });
    }
    for await (const [key, kept] of this.#all<PartRecord>(KIND.part)) {
      const [, , id = '', number] = key.split('/');
      this.#uploaderOf(key)?.uploads.get(id)?.parts.set(Number(number), kept);
      named.add(kept.record.piece.id);
    }
    await this.blobs.open(named);
  }

  #holderOf(key: string): Bucket | undefined {
    const [account, name] = key.split('/');
    return this.#buckets.get(`${account}/${name}`);
  }

  /** Uploads go on in the folder that has the bucket's name now. */
  #uploaderOf(key: string): Bucket | undefined {
    const [account = '', name = ''] = key.split('/');
    return this.find(account, name);
  }

  async *#all<Record>(kind: string): AsyncGenerator<[string, Kept<Record>]> {
    for (let after = 0, isMore = true; isMore; ) {
      const page = await this.#ports.documents.documents(kind, { prefix: '', after, limit: PAGE });
      for (const { key, text, version } of page) yield [key, { record: JSON.parse(text), version }];
      after = page.at(-1)?.position ?? 0;
      isMore = page.length === PAGE;
    }
  }
}

function bucketKey(account: string, name: string): string {
  return `${account}/${name}`;
}

/** Keys of S3 may hold anything, NUL included. */
function objectKey(bucket: Bucket, key: string): string {
  return `${bucket.account}/${bucket.name}/${encodeURIComponent(key)}`;
}

function uploadKey(bucket: Bucket, id: string): string {
  return `${bucket.account}/${bucket.name}/${id}`;
}

function partKey(bucket: Bucket, id: string, number: number): string {
  return `${uploadKey(bucket, id)}/${number}`;
}

function writeOf(
  kind: string,
  key: string,
  record: object | undefined,
  expectedVersion: number,
): DocumentWrite {
  return { kind, key, text: record && JSON.stringify(record), expectedVersion };
}

function removalsOf(bucket: Bucket, upload: Upload): DocumentWrite[] {
  const parts = [...upload.parts].map(([number, { version }]) =>
    writeOf(KIND.part, partKey(bucket, upload.id, number), undefined, version),
  );
  return [writeOf(KIND.upload, uploadKey(bucket, upload.id), undefined, upload.version), ...parts];
}

function piecesOf(upload: Upload): Piece[] {
  return [...upload.parts.values()].map(({ record }) => record.piece);
}
