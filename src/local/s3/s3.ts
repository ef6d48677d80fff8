import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpService } from '../../base/http-service.ts';
import { createS3Api } from './api.ts';
import { Blobs } from './blobs.ts';
import { type BucketPorts, Buckets } from './buckets.ts';

export interface S3Options extends BucketPorts {
  /** Where objects' bytes are kept; undefined: nowhere that outlives this server. */
  readonly directory: string | undefined;
  readonly bodyBytesMax: number;
}

export interface S3 {
  readonly api: HttpService;
  close(): Promise<void>;
}

/** Our own S3: what objects are in the store of this server, their bytes in files beside it. */
export async function openS3({ directory, bodyBytesMax, ...ports }: S3Options): Promise<S3> {
  const passing = directory === undefined ? await mkdtemp(join(tmpdir(), 'stepwell-s3-')) : undefined;
  const blobs = new Blobs(passing ?? join(directory ?? '', 's3'));
  const buckets = await Buckets.open(ports, blobs);
  return {
    api: createS3Api(buckets, bodyBytesMax),
    async close() {
      if (passing !== undefined) await rm(passing, { recursive: true, force: true });
    },
  };
}
