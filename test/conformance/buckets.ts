import type { RecordedCase } from './recorded-case.ts';

/** Makes the buckets that a record has made, on a server that asks for no signatures. */
export async function makeBuckets(url: string, { setup = [] }: RecordedCase): Promise<void> {
  for (const { service, operation, params } of setup) {
    if (service !== 's3' || operation !== 'CreateBucket') continue;
    const { status } = await fetch(`${url}/${params.Bucket}`, { method: 'PUT' });
    if (status !== 200) throw new Error(`the bucket ${params.Bucket} could not be made: ${status}`);
  }
}
