import { crc32 } from 'node:zlib';

/** A zip archive of one file, stored without compression: all that Lambda's CreateFunction needs. */
export function zipOf(name: string, content: Buffer): Buffer {
  const nameBytes = Buffer.from(name);
  const facts = Buffer.alloc(22);
  facts.writeUInt16LE(1 << 11, 2); // the name is UTF-8
  facts.writeUInt16LE(DOS_DATE, 8);
  facts.writeUInt32LE(crc32(content), 10);
  facts.writeUInt32LE(content.length, 14);
  facts.writeUInt32LE(content.length, 18);
  facts.writeUInt16LE(VERSION_NEEDED, 0);

  const sizes = Buffer.alloc(4);
  sizes.writeUInt16LE(nameBytes.length, 0);
  const local = Buffer.concat([signature(0x0403_4b50), facts, sizes, nameBytes, content]);

  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE((UNIX << 8) | VERSION_NEEDED, 0);
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  const central = Buffer.concat([signature(0x0201_4b50), madeBy, facts, sizes, attributes, nameBytes]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, signature(0x0605_4b50), end]);
}

/** 1980-01-01, the first day a zip can name: the same content gives the same bytes. */
const DOS_DATE = (1 << 5) | 1;
const VERSION_NEEDED = 20;
const UNIX = 3;

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
