import { ServiceRefusal } from '../service/refusal.ts';
import type { ByteRange } from './blobs.ts';
import { noSuchKey } from './bucket.ts';
import type { ObjectRecord } from './object-record.ts';

type Header = (name: string) => string | undefined;

/**
 * Holds the conditions of a reading request against an object (RFC 9110, 13.2.2).
 *
 * @returns 304 when the caller has it already. @throws ServiceRefusal PreconditionFailed
 */
export function readingStatus({ etag, modifiedAt }: ObjectRecord, header: Header): 200 | 304 {
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  const modified = Math.floor(modifiedAt / 1000) * 1000;
  const [unmodifiedSince, modifiedSince] = ['if-unmodified-since', 'if-modified-since'].map((name) =>
    Date.parse(header(name) ?? ''),
  );
  if (match !== undefined ? !matches(match, etag) : modified > (unmodifiedSince ?? Number.NaN))
    throw failed();
  if (noneMatch !== undefined) return matches(noneMatch, etag) ? 304 : 200;
  return modified <= (modifiedSince ?? Number.NaN) ? 304 : 200;
}

/** @throws ServiceRefusal PreconditionFailed, NoSuchKey */
export function checkWriting(current: ObjectRecord | undefined, header: Header): void {
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  if (noneMatch !== undefined && current !== undefined && matches(noneMatch, current.etag)) throw failed();
  if (match === undefined) return;
  if (current === undefined) throw noSuchKey();
  if (!matches(match, current.etag)) throw failed();
}

/**
 * The part of an object that a Range header asks for; undefined: all of it, which is also the answer to several ranges.
 *
 * @throws ServiceRefusal InvalidRange
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(bytes - Number(to), 0) : Number(from);
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first < bytes && first <= last) return { first, last };
  throw new ServiceRefusal('InvalidRange', 'The requested range is not satisfiable', 416);
}

function matches(header: string, etag: string): boolean {
  return header.split(',').some((one) => {
    const tag = one
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return tag === '*' || tag === etag;
  });
}

function failed(): ServiceRefusal {
  return new ServiceRefusal(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}
