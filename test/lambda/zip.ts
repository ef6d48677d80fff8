import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of an archive, hostile ones included. */
export interface ZipEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** Unix mode with its file type; default a regular file. */
  readonly mode?: number;
  /** What the archive claims, when it lies. */
  readonly claimedBytes?: number;
  readonly deflated?: boolean;
  readonly encrypted?: boolean;
}

/** Writes an archive exactly as told; no library would write the hostile ones. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? '');
    const packed = entry.deflated === true ? deflateRawSync(content) : content;
    const fields = fieldsOf(entry, { name, content, packed });
    const local = Buffer.concat([signature(0x04034b50), fields, name, packed]);
    const mode = entry.mode ?? 0o100644;
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(signature(0x02014b50), Buffer.from([20, 3]), fields, tail, name);
    files.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, listing, signature(0x06054b50), end]);
}

function fieldsOf(
  entry: ZipEntry,
  { name, content, packed }: Record<'name' | 'content' | 'packed', Buffer>,
): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(entry.encrypted === true ? 1 : 0, 2);
  fields.writeUInt16LE(entry.deflated === true ? 8 : 0, 4);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(entry.claimedBytes ?? content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
