import type { HistoryEvent } from '../../interpreter/history.ts';

/** Of an input or output, escaped as JSON: beyond it CloudWatch's bound of an event would be near (Developer Guide). */
const ESCAPED_BYTES_MAX = 248 * 1024;

/**
 * An event as Step Functions writes it to CloudWatch Logs: its details without the name of their member, and numbers as
 * strings. Data too large for an event of CloudWatch is cut, and its details say so.
 */
export function logText(
  { id, type, previousEventId, timestamp, ...members }: HistoryEvent,
  { executionArn, redriveCount }: { readonly executionArn: string; readonly redriveCount: number },
): string {
  const [details = {}] = Object.values(members);
  return JSON.stringify({
    id: String(id),
    type,
    // The only other member of a history event is the object with its details.
    details: fitted(details as Readonly<Record<string, unknown>>),
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp),
    execution_arn: executionArn,
    redrive_count: String(redriveCount),
  });
}

function fitted(details: Readonly<Record<string, unknown>>): object {
  const changed: Record<string, unknown> = { ...details };
  for (const name of ['input', 'output', 'parameters'] as const) {
    const text = details[name];
    if (typeof text !== 'string' || text.length < ESCAPED_BYTES_MAX / 6) continue;
    const cut = cutTo(text);
    if (cut === text) continue;
    changed[name] = cut;
    if (name !== 'parameters') changed[`${name}Details`] = { truncated: true };
  }
  return changed;
}

/** The longest beginning that fits, and that ends between characters. */
function cutTo(text: string): string {
  if (escapedBytes(text) <= ESCAPED_BYTES_MAX) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (escapedBytes(text.slice(0, middle)) <= ESCAPED_BYTES_MAX) low = middle;
    else high = middle - 1;
  }
  return text
    .slice(0, low)
    .toWellFormed()
    .replace(/\uFFFD$/, '');
}

function escapedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}
