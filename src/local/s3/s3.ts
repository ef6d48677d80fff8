import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { HttpService } from '../../base/http-service.ts';
import { createS3Api } from './api.ts';
import { Blobs } from './blobs.ts';
import { type BucketPorts, Buckets } from './buckets.ts';
import { FolderBuckets, type FolderOptions } from './folder-buckets.ts';
import { FolderScan } from './folder-scan.ts';
import { FolderWatch } from './folder-watch.ts';

export interface S3Options extends Omit<BucketPorts, 'folders'> {
  /** A folder whose folders are buckets, too. */
  readonly folder?: FolderOptions | undefined;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
  /** Where objects' bytes are kept; undefined: nowhere that outlives this server. */
  readonly directory: string | undefined;
  readonly bodyBytesMax: number;
}

export interface S3 {
  readonly api: HttpService;
  close(): Promise<void>;
}

/** Our own S3: what objects are in the store of this server, their bytes in files beside it. */
export async function openS3({ directory, bodyBytesMax, folder, ...ports }: S3Options): Promise<S3> {
  const folders = folder && (await FolderBuckets.open(folder, ports.documents));
  const passing = directory === undefined ? await mkdtemp(join(tmpdir(), 'stepwell-s3-')) : undefined;
  const blobs = new Blobs(passing ?? join(directory ?? '', 's3'));
  const buckets = await Buckets.open(folders === undefined ? ports : { ...ports, folders }, blobs);
  const watch = folders && watched(buckets, folders, ports);
  return {
    api: createS3Api(buckets, bodyBytesMax),
    async close() {
      await watch?.close();
      if (passing !== undefined) await rm(passing, { recursive: true, force: true });
    },
  };
}

function watched(
  buckets: Buckets,
  folders: FolderBuckets,
  { clock, log, onDefect }: Pick<S3Options, 'clock' | 'log' | 'onDefect'>,
): FolderWatch {
  for (const bucket of folders.all()) {
    if (buckets.isStored(bucket))
      log(
        `the bucket ${bucket.name} is in the store, too, and not seen while the folder of its name is there`,
      );
  }
  const scan = new FolderScan(buckets, folders, clock);
  const watch = new FolderWatch({
    ...{ path: folders.path, clock, log, onDefect },
    scan: () => scan.scan(),
  });
  watch.start();
  return watch;
}
