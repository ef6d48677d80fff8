import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createS3Api } from '../../src/local/s3/api.ts';
import { Blobs } from '../../src/local/s3/blobs.ts';
import { Buckets } from '../../src/local/s3/buckets.ts';
import { FolderBuckets } from '../../src/local/s3/folder-buckets.ts';
import { FolderScan, SETTLE_MS } from '../../src/local/s3/folder-scan.ts';
import { BucketPlace, PLACE_ENTROPY } from './bucket-place.ts';

/** S3 on a folder of buckets that looks at it when it is told to. */
export class FolderPlace extends BucketPlace {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 's3-folder-')));
  #scan: FolderScan | undefined;
  #buckets: Buckets | undefined;

  protected override async open() {
    const { store: documents, clock } = this;
    const folders = await FolderBuckets.open({ path: this.folder, account: '123456789012' }, documents);
    const ports = { documents, clock, entropy: PLACE_ENTROPY, queues: () => ['q'], told: () => {} };
    const buckets = await Buckets.open({ ...ports, folders }, new Blobs(join(this.directory, 's3')));
    this.#buckets = buckets;
    this.#scan = new FolderScan(buckets, folders, clock);
    return { api: createS3Api(buckets, 1_000_000) };
  }

  /** By hand. */
  put(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  /** @returns whether something has yet to come to rest. */
  async scan(): Promise<boolean | undefined> {
    await this.service();
    return await this.#scan?.scan();
  }

  /** As a scan does that has seen a file before a call had told of it, or as it is no more. */
  async notice(path: string, more = 0): Promise<void> {
    await this.service();
    const [name = '', key = ''] = path.split('/');
    const bucket = this.#buckets?.find('123456789012', name);
    const stamp = (await bucket?.folder?.walk())?.get(key);
    assert.ok(bucket && stamp);
    await this.#buckets?.notice(bucket, key, { ...stamp, bytes: stamp.bytes + more });
  }

  /** Looks until all that has changed has been taken note of. */
  async rest(): Promise<void> {
    while (await this.scan()) this.clock.jump(SETTLE_MS);
  }

  /** `Object Created k`, in their order. */
  async news(): Promise<string[]> {
    return (await this.events()).map(({ type, key }) => `${type} ${key}`);
  }

  override remove(): void {
    super.remove();
    rmSync(this.folder, { recursive: true });
  }
}
