import { createHash } from 'node:crypto';
import type { Entropy } from '../../base/entropy.ts';

/** Chance for another thread: drawn here, spread out there, the same for the same seed. */
export function drawSeed(entropy: Entropy): string {
  return entropy.uuid() + entropy.uuid();
}

/** @param seed As unguessable as the values have to be. */
export function drawnEntropy(seed: string): Entropy {
  let draws = 0;
  const draw = () => createHash('sha256').update(`${seed}/${draws++}`).digest();
  return {
    // 53 bits, all that a double holds.
    random: () => (draw().readUIntBE(0, 6) * 32 + (draw().readUInt8(6) & 31)) / 2 ** 53,
    uuid: () => uuidOf(draw()),
  };
}

function uuidOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
