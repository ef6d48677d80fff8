import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { StateError } from '../../base/state-error.ts';
import type { EndpointRequest } from '../endpoint/endpoint.ts';
import type { SdkOperation } from './sdk-operation.ts';
import type { SdkService } from './sdk-service.ts';
import { SERVICE as S3 } from './services/s3.ts';

const ALGORITHM = 'x-amz-sdk-checksum-algorithm';

/** S3, whose SDK adds a checksum to what it sends, and knows answers to HEAD, which have no document. */
export const SERVICE: SdkService = {
  ...S3,
  namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  finished: withChecksum,
  codeOf(operation, status) {
    if (status !== 404) return undefined;
    return operation === 'HeadBucket' ? 'NoSuchBucket' : 'NoSuchKey';
  },
};

function withChecksum(
  request: Omit<EndpointRequest, 'scope'>,
  { input }: SdkOperation,
): Omit<EndpointRequest, 'scope'> {
  const { headers, body } = request;
  const takesOne = input.some(({ place, wire }) => place === 'header' && wire === ALGORITHM);
  const hasOne = Object.keys(headers).some((name) => /^x-amz-checksum-|^content-md5$/.test(name));
  if (!takesOne || hasOne) return request;
  const algorithm = headers[ALGORITHM] ?? 'CRC32';
  const checksum = {
    [ALGORITHM]: algorithm,
    [`x-amz-checksum-${algorithm.toLowerCase()}`]: sum(algorithm, body),
  };
  return { ...request, headers: { ...headers, ...checksum } };
}

function sum(algorithm: string, body: string): string {
  if (algorithm === 'SHA1' || algorithm === 'SHA256')
    return createHash(algorithm.toLowerCase()).update(body).digest('base64');
  if (algorithm !== 'CRC32')
    throw new StateError(
      'States.Runtime',
      `The ChecksumAlgorithm ${algorithm} cannot be computed here: CRC32, SHA1 and SHA256 can`,
    );
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}
