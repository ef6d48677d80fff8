import { PAYLOAD_BYTES_MAX } from '../base/limits.ts';
import { ServiceError } from '../base/service-error.ts';
import { outOfLength } from './constraint.ts';

/** The service model counts characters, the quota UTF-8 bytes; the sentence is the same. */
export function checkPayloadBytes(text: string, field: string): void {
  // A UTF-16 unit is at most three bytes: short texts need no counting.
  if (text.length * 3 <= PAYLOAD_BYTES_MAX) return;
  const problems: string[] = [];
  outOfLength(problems, field, undefined, { length: Buffer.byteLength(text), max: PAYLOAD_BYTES_MAX });
  if (problems.length > 0)
    throw new ServiceError('ValidationException', `1 validation error detected: ${problems[0]}`);
}
