import type { Json } from '../base/json.ts';

/** A value as AWS puts it into the cause of a failure: strings bare, everything else as JSON. */
export function printed(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
