import { createHash } from 'node:crypto';
import { type XmlNode, xmlText } from '../../../base/xml-reader.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import { element } from '../../service/xml.ts';
import type { Kept, Upload } from '../bucket.ts';
import { checkWriting, rangeOf } from '../conditions.ts';
import type { ObjectRecord, PartRecord } from '../object-record.ts';
import {
  emptyAnswer,
  invalidArgument,
  isoTime,
  malformedXml,
  quoted,
  type S3Operation,
  type S3Request,
  xmlAnswer,
} from '../operation.ts';
import { descriptionOf, keepBody } from '../upload-body.ts';
import { checksumHeader, copied, sourceOf } from './objects.ts';

const PARTS_MAX = 10_000;
/** Of every part but the last. */
const PART_BYTES_MIN = 5 * 1024 * 1024;

export const createMultipartUpload: S3Operation = async (call) => {
  const { bucket, key, buckets } = call;
  const record = { key, startedAt: buckets.clock.now(), ...descriptionOf(call) };
  const id = await buckets.begin(bucket, record);
  return xmlAnswer('InitiateMultipartUploadResult', [
    element('Bucket', bucket.name),
    element('Key', key),
    element('UploadId', id),
  ]);
};

export const uploadPart: S3Operation = async (call) => {
  const upload = uploadOf(call);
  const number = partNumberOf(call);
  const { piece, md5, checksum } = await keepBody(call);
  const part: PartRecord = {
    ...{ piece, etag: md5.toString('hex'), modifiedAt: call.buckets.clock.now() },
    ...(checksum === undefined ? {} : { checksum }),
  };
  await putPart(call, upload, [number, part]);
  const { 'x-amz-checksum-type': _whole, ...sum } = checksumHeader(part);
  return emptyAnswer(200, { etag: quoted(part.etag), ...sum });
};

export const uploadPartCopy: S3Operation = async (call) => {
  const upload = uploadOf(call);
  const number = partNumberOf(call);
  const { record } = sourceOf(call);
  const range = rangeOf(call.header('x-amz-copy-source-range'), record.bytes);
  const { piece, etag } = await copied(call, record, range ?? { first: 0, last: record.bytes - 1 });
  const modifiedAt = call.buckets.clock.now();
  await putPart(call, upload, [number, { piece, etag, modifiedAt }]);
  return xmlAnswer('CopyPartResult', [
    element('LastModified', isoTime(modifiedAt)),
    element('ETag', quoted(etag)),
  ]);
};

async function putPart(call: S3Request, upload: Upload, part: readonly [number, PartRecord]): Promise<void> {
  try {
    await call.buckets.putPart(call.bucket, upload, part);
  } catch (error) {
    if (error instanceof ServiceRefusal) call.buckets.blobs.remove([part[1].piece]);
    throw error;
  }
}

export const completeMultipartUpload: S3Operation = async (call) => {
  const { bucket, key, buckets } = call;
  const upload = uploadOf(call);
  const root = call.xml();
  const named = root?.children.filter(({ name }) => name === 'Part') ?? [];
  if (root?.name !== 'CompleteMultipartUpload' || named.length === 0) throw malformedXml();
  const record = await buckets.end(bucket, upload, () => {
    const object = assembled(upload, named, buckets.clock.now());
    return {
      ...{ key, reason: 'CompleteMultipartUpload', by: call.cause },
      next(current) {
        checkWriting(current, (name) => call.header(name));
        return object;
      },
    };
  });
  return xmlAnswer('CompleteMultipartUploadResult', [
    element('Location', `/${bucket.name}/${key}`),
    element('Bucket', bucket.name),
    element('Key', key),
    element('ETag', quoted(record?.etag ?? '')),
  ]);
};

/** @throws ServiceRefusal InvalidPart, InvalidPartOrder, EntityTooSmall */
function assembled(upload: Upload, named: readonly XmlNode[], modifiedAt: number): ObjectRecord {
  const md5 = createHash('md5');
  const numbers = named.map((node) => Number(xmlText(node, 'PartNumber')));
  if (numbers.some((number, at) => number <= (numbers[at - 1] ?? 0))) {
    throw new ServiceRefusal(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  const parts = named.map((node, at) => {
    const part = upload.parts.get(numbers[at] ?? 0)?.record;
    if (part === undefined || !isSame(node, part)) {
      throw new ServiceRefusal(
        'InvalidPart',
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      );
    }
    if (part.piece.bytes < PART_BYTES_MIN && at < named.length - 1) {
      throw new ServiceRefusal(
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
      );
    }
    md5.update(Buffer.from(part.etag, 'hex'));
    return part;
  });
  const { key, headers, metadata } = upload.record;
  return {
    ...{ key, headers, metadata, modifiedAt, isMultipart: true },
    etag: `${md5.digest('hex')}-${parts.length}`,
    bytes: parts.reduce((sum, { piece }) => sum + piece.bytes, 0),
    pieces: parts.map(({ piece }) => piece),
  };
}

function isSame(node: XmlNode, { etag, checksum }: PartRecord): boolean {
  const given = xmlText(node, 'ETag')
    ?.trim()
    .replace(/^"(.*)"$/, '$1');
  const sum = checksum && xmlText(node, `Checksum${checksum.algorithm.toUpperCase()}`);
  return given === etag && (sum === undefined || sum === checksum?.value);
}

export const abortMultipartUpload: S3Operation = async (call) => {
  await call.buckets.end(call.bucket, uploadOf(call));
  return emptyAnswer(204);
};

export const listParts: S3Operation = async (call) => {
  const upload = uploadOf(call);
  const after = call.number('part-number-marker', PARTS_MAX) ?? 0;
  const limit = call.number('max-parts', 1000) ?? 1000;
  const found = sorted(upload).filter(([number]) => number > after);
  const page = found.slice(0, limit);
  return xmlAnswer('ListPartsResult', [
    element('Bucket', call.bucket.name),
    element('Key', call.key),
    element('UploadId', upload.id),
    element('PartNumberMarker', after),
    element('NextPartNumberMarker', page.at(-1)?.[0] ?? 0),
    element('MaxParts', limit),
    element('IsTruncated', found.length > page.length),
    ...page.map(([number, { record }]) =>
      element('Part', [
        element('PartNumber', number),
        element('LastModified', isoTime(record.modifiedAt)),
        element('ETag', quoted(record.etag)),
        element('Size', record.piece.bytes),
      ]),
    ),
    element('StorageClass', 'STANDARD'),
  ]);
};

function sorted(upload: Upload): [number, Kept<PartRecord>][] {
  return [...upload.parts].sort(([a], [b]) => a - b);
}

function uploadOf(call: S3Request): Upload {
  return call.buckets.upload(call.bucket, call.parameter('uploadId') ?? '', call.key);
}

function partNumberOf(call: S3Request): number {
  const number = call.number('partNumber', PARTS_MAX + 1) ?? 0;
  if (number >= 1 && number <= PARTS_MAX) return number;
  throw invalidArgument(`Part number must be an integer between 1 and ${PARTS_MAX}, inclusive`);
}
