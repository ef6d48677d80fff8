import { hash } from 'node:crypto';

const SUFFIX_LENGTH = 12;

/**
 * The name of a resource that was given none: `orders-Worker-1A2B3C4D5E6F`. It follows from the stack, so that a
 * deployment that crashed finds again what it had made.
 */
export function physicalName(
  {
    stack,
    logicalId,
    generation,
  }: { readonly stack: string; readonly logicalId: string; readonly generation: number },
  lengthMax: number,
): string {
  const suffix = hash('sha256', `${stack}/${logicalId}/${generation}`, 'hex')
    .slice(0, SUFFIX_LENGTH)
    .toUpperCase();
  const room = lengthMax - SUFFIX_LENGTH - 2;
  const own = logicalId.slice(0, Math.max(room - Math.min(stack.length, 24), 8));
  return `${stack.slice(0, Math.max(room - own.length, 1))}-${own}-${suffix}`;
}
