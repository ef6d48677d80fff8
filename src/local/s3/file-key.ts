import { ServiceRefusal } from '../service/refusal.ts';

const NAME_BYTES_MAX = 255;
const KEY_BYTES_MAX = 1024;
const SEPARATORS = process.platform === 'win32' ? /[\\:]/ : /$^/;

/** Why a key cannot be the path of a file in a folder; undefined: it can. */
export function whyNoPath(key: string): string | undefined {
  if (Buffer.byteLength(key) > KEY_BYTES_MAX) return 'is longer than 1024 bytes';
  if (key.includes('\0')) return 'holds a NUL';
  if (key.startsWith('/')) return 'starts with a slash';
  const names = key.split('/');
  if (names.includes('')) return 'has an empty segment';
  if (names.includes('..') || names.includes('.')) return 'has a segment of dots alone';
  if (names.some((name) => Buffer.byteLength(name) > NAME_BYTES_MAX))
    return 'has a segment of more than 255 bytes';
  return names.some((name) => SEPARATORS.test(name)) ? 'holds a separator of paths' : undefined;
}

/** @throws ServiceRefusal InvalidArgument */
export function checkFileKey(key: string): void {
  const why = whyNoPath(key);
  if (why !== undefined) throw noPath(`it ${why}`);
}

export function noPath(why: string): ServiceRefusal {
  const message = `This bucket is a folder (--s3-dir), and the key cannot be the path of a file there: ${why}.`;
  return new ServiceRefusal('InvalidArgument', message);
}

const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  gz: 'application/gzip',
  htm: 'text/html',
  html: 'text/html',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  mjs: 'text/javascript',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  wasm: 'application/wasm',
  webp: 'image/webp',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  zip: 'application/zip',
};

/** By the extension, since a file has nothing else to say of itself. */
export function fileContentType(key: string): string {
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined) ?? 'binary/octet-stream';
}
