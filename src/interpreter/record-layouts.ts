import { EVENT_LAYOUTS } from './event-layouts.ts';
import { PRIVATE_LAYOUTS } from './private-layouts.ts';
import type { Record } from './record.ts';
import { type Layout, type Layouts, readFormerOrigin, type Source } from './record-layout.ts';

type Type = Record['type'];

/**
 * How each record lies in a chunk. Codes are for ever: a journal written today is read by every later version,
 * so that a record which changes its fields takes a new code and the old one stays here to be read.
 */
const TABLE: Layouts<Record> = { ...EVENT_LAYOUTS, ...PRIVATE_LAYOUTS };

/** How records lay that now have another code: read for ever, never written again. */
const FORMER: { readonly [code: number]: (source: Source) => Record } = {
  30: (source) => ({ type: 'ExecutionStarted', input: source.payload() }),
  35: (source) => ({ type: 'ExecutionStarted', input: source.payload(), ...readFormerOrigin(source) }),
};

/** The layout of a record to be written. */
export function layoutOf(type: Type): Layout {
  // Each entry takes its own record type; the caller passes the record that `type` came from.
  return TABLE[type] as Layout;
}

/** The layouts by their code, for reading. */
export const LAYOUTS: readonly (Pick<Layout, 'read'> | undefined)[] = byCode();

function byCode(): (Pick<Layout, 'read'> | undefined)[] {
  const layouts: (Pick<Layout, 'read'> | undefined)[] = [];
  for (const [code, read] of Object.entries(FORMER)) layouts[Number(code)] = { read };
  // `Object.keys` forgets the key type; these are the keys of TABLE.
  for (const type of Object.keys(TABLE) as Type[]) layouts[layoutOf(type).code] = layoutOf(type);
  return layouts;
}
