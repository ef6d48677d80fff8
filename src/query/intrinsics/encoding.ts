import { createHash } from 'node:crypto';
import { type Call, fail, type Intrinsic, intrinsic, stringAt } from './call.ts';

/** Developer Guide: "States.Base64Encode", "States.Hash". */
const TEXT_LENGTH_MAX = 10_000;

const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

export const base64Encode: Intrinsic = intrinsic(1, (call) =>
  Buffer.from(bounded(call, stringAt(call, 0)), 'utf8').toString('base64'),
);

/** MIME: characters outside the alphabet do not count. */
export const base64Decode: Intrinsic = intrinsic(1, (call) => {
  const digits = bounded(call, stringAt(call, 0)).replace(/[^A-Za-z0-9+/]/g, '');
  if (digits.length % 4 === 1) fail(call, 'the argument is no Base64 text');
  return Buffer.from(digits, 'base64').toString('utf8');
});

/** Of a text, its UTF-8 bytes; of anything else, those of its JSON text. */
export const hash: Intrinsic = intrinsic(2, (call) => {
  const data = call.values[0] ?? null;
  const name = stringAt(call, 1);
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined)
    return fail(call, `the algorithm must be one of ${[...ALGORITHMS.keys()]}, not ${name}`);
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash(algorithm).update(bounded(call, text), 'utf8').digest('hex');
});

function bounded(call: Call, text: string): string {
  return text.length <= TEXT_LENGTH_MAX
    ? text
    : fail(call, `the argument is longer than ${TEXT_LENGTH_MAX} characters`);
}
