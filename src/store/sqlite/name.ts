const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An execution's name as its column keeps it: 16 bytes when it is a UUID in lower case, else the text. */
export function encodeName(name: string): string | Uint8Array {
  if (name.length !== 36 || !UUID.test(name)) return name;
  return Buffer.from(name.replaceAll('-', ''), 'hex');
}

/** Undoes `encodeName`. */
export function decodeName(stored: string | Uint8Array): string {
  if (typeof stored === 'string') return stored;
  const hex = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
