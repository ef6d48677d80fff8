import type { Random } from '../crash/random.ts';

/** JSON that is none any more, or other JSON than it was; in bytes, which may be no UTF-8. */
export function spoiled(json: string, random: Random): Buffer {
  const spoil = random.pick(WAYS);
  return spoil === undefined ? Buffer.from(json) : spoil(json, random);
}

type Way = (json: string, random: Random) => Buffer;

const WAYS: readonly Way[] = [
  // Cut off, perhaps within a character.
  (json, random) =>
    Buffer.from(`${json.slice(0, -1)},"é":"é"}`).subarray(0, random.between(0, json.length + 9)),
  (json, random) => withByte(Buffer.from(json), random.between(0, json.length), random.between(0, 255)),
  (json, random) => withByte(Buffer.from(json), random.between(0, json.length), 0xff),
  (json) => Buffer.from(`\ufeff${json}`),
  (json) => Buffer.from(`${json}${json}`),
  (json) => Buffer.from(json.replaceAll('"', "'")),
  (json) => Buffer.from(json.replace(/:/, ':NaN,"x":')),
  (json) => Buffer.from(json.replace(/[\d.]+/, '1e400')),
  (json) => Buffer.from(json.replace(/"[^"]*"(?=[,}])/, '"\\ud800\\u0000\\udc00"')),
  (json) => Buffer.from(json, 'utf16le'),
  () => Buffer.from(''),
  (_json, random) => Buffer.from(random.pick(['null', '[]', '1', '"{}"', 'true', '{}', ' ']) ?? ''),
  (_json, random) => Buffer.from('[{"a":'.repeat(random.between(1, 20_000))),
  (_json, random) => Buffer.from(`{"x":${'['.repeat(9999)}${']'.repeat(random.between(9998, 9999))}}`),
  // Every member twice: the last one counts.
  (json) => Buffer.from(json === '{}' ? json : `${json.slice(0, -1)},${json.slice(1)}`),
];

function withByte(bytes: Buffer, at: number, byte: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)]);
}
