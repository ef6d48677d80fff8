import type { JsonObject } from '../../src/base/json.ts';
import type { Rule } from './placeholders.ts';
import { isContainer, recordsIn } from './tree.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The recorder's rules for the parts of a Map Run's ARN that are drawn anew by every run; the records have lost them. */
export function mapRunRules(history: JsonObject): Rule[] {
  const read = structuredClone(history);
  for (const { mapRunArn } of isContainer(read) ? recordsIn(read) : []) {
    if (typeof mapRunArn !== 'string') continue;
    const [label = '', run = ''] = mapRunArn.slice(mapRunArn.indexOf('/') + 1).split(':');
    // A label that the definition gives is no part that is drawn.
    const drawn = UUID.test(label) ? [ruleOf(label, 0)] : [];
    return [...drawn, ruleOf(run, 1)];
  }
  return [];
}

function ruleOf(regex: string, part: number): Rule {
  return { kind: 'RegexTransformer', regex, replacement: `<MapRunArnPart${part}_0idx>` };
}

/**
 * Recorded until July 2024, the exit of a distributed Map points at MapRunSucceeded; from November 2024 on, always at
 * MapRunStarted. Older records are read as AWS would write them today.
 */
export function withLaterExits(expected: unknown): unknown {
  const read = structuredClone(expected);
  if (!isContainer(read)) return read;
  for (const { events } of recordsIn(read)) {
    if (!Array.isArray(events)) continue;
    for (const event of events) {
      if (event.type !== 'MapStateExited') continue;
      const before = events.find(({ id }) => id === event.previousEventId);
      if (before?.type === 'MapRunSucceeded') event.previousEventId = before.previousEventId;
    }
  }
  return read;
}
