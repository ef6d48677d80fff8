import { crc32, deflateRawSync } from 'node:zlib';

/** A file in an archive. */
export interface ArchiveFile {
  /** `src/index.js` */
  readonly name: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

/** A zip archive. Same files, same bytes. */
export function zipFiles(files: readonly ArchiveFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, isExecutable } of files) {
    const nameBytes = Buffer.from(name);
    const packed = deflateRawSync(content);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(VERSION_NEEDED, 0);
    facts.writeUInt16LE(UTF8_NAME, 2);
    facts.writeUInt16LE(DEFLATE, 4);
    facts.writeUInt16LE(DOS_DATE, 8);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE((UNIX << 8) | VERSION_NEEDED, 0);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(((isExecutable ? 0o100755 : 0o100644) << 16) >>> 0, 6);
    attributes.writeUInt32LE(offset, 10);
    const local = Buffer.concat([signature(0x0403_4b50), facts, nameBytes, packed]);
    directory.push(Buffer.concat([signature(0x0201_4b50), madeBy, facts, attributes, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, signature(0x0605_4b50), end]);
}

/** 1980-01-01, the first day a zip can name: the same content gives the same bytes. */
const DOS_DATE = (1 << 5) | 1;
const VERSION_NEEDED = 20;
const UNIX = 3;
const UTF8_NAME = 1 << 11;
const DEFLATE = 8;

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
